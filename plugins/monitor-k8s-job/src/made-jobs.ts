import { type Clock, isHelmwatchError, type KubeAccess, within } from "@helmwatch/core/plugin";
import { isPassing, type Job, type JobRef, jobPath, jobsPath, retryPassing, unlessStatus } from "@helmwatch/kube/job";
import type { JobIdentity } from "./job-manifest.js";

/** Milliseconds. */
const createMs = 15_000;
const removeMs = 5_000;

export interface MadeJobs {
  /** On an abort of `signal` no new try is made, but one under way is not cut: whether it worked must be known. */
  create(kube: KubeAccess, identity: JobIdentity, manifest: object, signal: AbortSignal): Promise<JobRef>;
  /** Also of a Job whose creation is still under way. */
  remove(name: string): Promise<void>;
  keep(name: string): void;
  removeAll(): Promise<void>;
}

/** The Jobs of one monitor that are, or may be, in the cluster. */
export function madeJobs(clock: Clock): MadeJobs {
  const jobs = new Map<string, { kube: KubeAccess; identity: JobIdentity; creation: Promise<JobRef> }>();

  async function remove(name: string): Promise<void> {
    const job = jobs.get(name);
    if (!job) return;
    await job.creation.catch(() => {});
    if (!jobs.has(name)) return;
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" };
    const path = jobPath(job.identity);
    await within(clock, removeMs, (signal) =>
      retryPassing(clock, removeMs, signal, () => job.kube.request({ method: "DELETE", path, body, signal })),
    ).catch(unlessStatus(404));
    jobs.delete(name);
  }

  return {
    create(kube, identity, manifest, signal) {
      const creation = within(clock, createMs, (limit) => {
        const path = jobsPath(identity.namespace, { fieldValidation: "Strict" });
        const post = () => kube.request<Job>({ method: "POST", path, body: manifest, signal: limit });
        // An earlier try did work, although its answer was lost: the name is random.
        const find = () => kube.request<Job>({ method: "GET", path: jobPath(identity), signal: limit });
        return retryPassing(clock, createMs, signal, () =>
          post()
            .catch(unlessStatus(409))
            .then((job) => job ?? find()),
        );
      }).then((job) => ({ ...identity, uid: job.metadata.uid }));
      jobs.set(identity.name, { kube, identity, creation });
      creation.catch((error) => {
        if (isHelmwatchError(error) && !isPassing(error)) jobs.delete(identity.name);
      });
      return creation;
    },
    remove,
    keep: (name) => void jobs.delete(name),
    removeAll: async () => void (await Promise.all([...jobs.keys()].map(remove))),
  };
}
