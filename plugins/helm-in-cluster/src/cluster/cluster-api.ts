import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { container } from "../job/build-job.js";
import type { Event, Job, List, Pod } from "./objects.js";

/** Bytes of a log that are read; helm writes far less. */
const logLimit = 8 * 1024 * 1024;

/** The requests of this backend, in the namespace of the Jobs. */
export interface ClusterApi {
  create<T>(collection: string, object: unknown, signal: AbortSignal): Promise<T>;
  /** Undefined where there is none. */
  job(name: string, signal: AbortSignal): Promise<Job | undefined>;
  jobs(selector: string, signal: AbortSignal): Promise<readonly Job[]>;
  unsuspend(job: string, signal: AbortSignal): Promise<void>;
  /** With all that it owns; one that is gone is fine. */
  removeJob(name: string, uid: string, signal: AbortSignal): Promise<void>;
  pods(job: string, signal: AbortSignal): Promise<List<Pod>>;
  watchPods(job: string, since: string, signal: AbortSignal): AsyncIterable<{ type: string; object: Pod }>;
  /** SIGTERM, after the grace (seconds; default the pod's own) SIGKILL. */
  stopPod(name: string, grace: number | undefined, signal: AbortSignal): Promise<void>;
  log(pod: string, signal: AbortSignal): Promise<string>;
  /** Warnings about an object. */
  warnings(uid: string, signal: AbortSignal): Promise<readonly Event[]>;
}

export function clusterApi(kube: KubeAccess, namespace: string): ClusterApi {
  const core = `/api/v1/namespaces/${namespace}`;
  const batch = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const podsOf = (job: string) => `${core}/pods?labelSelector=${encodeURIComponent(`job-name=${job}`)}`;
  const get = <T>(path: string, signal: AbortSignal) => kube.request<T>({ method: "GET", path, signal });
  return {
    create: (collection, body, signal) =>
      kube.request({ method: "POST", path: collection === "jobs" ? batch : `${core}/${collection}`, body, signal }),
    job: (name, signal) => get<Job>(`${batch}/${name}`, signal).catch(except(404)),
    jobs: async (selector, signal) =>
      (await get<List<Job>>(`${batch}?labelSelector=${encodeURIComponent(selector)}`, signal)).items,
    async unsuspend(job, signal) {
      const headers = { "content-type": "application/merge-patch+json" };
      const body = { spec: { suspend: false } };
      await kube.request({ method: "PATCH", path: `${batch}/${job}`, headers, body, signal });
    },
    async removeJob(name, uid, signal) {
      const body = { propagationPolicy: "Background", preconditions: { uid } };
      // 409: the name is another Job's by now.
      await kube.request({ method: "DELETE", path: `${batch}/${name}`, body, signal }).catch(except(404, 409));
    },
    pods: (job, signal) => get(podsOf(job), signal),
    watchPods: (job, since, signal) => {
      const path = `${podsOf(job)}&resourceVersion=${since}&timeoutSeconds=240`;
      return kube.watch<Pod>({ path, signal });
    },
    async stopPod(name, grace, signal) {
      const body = grace === undefined ? {} : { gracePeriodSeconds: grace };
      await kube.request({ method: "DELETE", path: `${core}/pods/${name}`, body, signal }).catch(except(404));
    },
    log: (pod, signal) =>
      kube.request<string>({
        method: "GET",
        path: `${core}/pods/${pod}/log?container=${container}&limitBytes=${logLimit}`,
        // The API server refuses text/plain alone.
        headers: { accept: "text/plain, application/json" },
        signal,
      }),
    async warnings(uid, signal) {
      const selector = encodeURIComponent(`involvedObject.uid=${uid},type=Warning`);
      return (await get<List<Event>>(`${core}/events?fieldSelector=${selector}`, signal)).items;
    },
  };
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return isHelmwatchError(error) && statuses.some((status) => error.facts.status === status);
}

function except(...statuses: number[]) {
  return (error: unknown): undefined => {
    if (!hasStatus(error, ...statuses)) throw error;
  };
}
