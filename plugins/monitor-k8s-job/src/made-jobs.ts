import { type Clock, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { jobPath, jobsPath } from "./api-path.js";
import type { JobIdentity } from "./job-manifest.js";
import type { Job } from "./kube-objects.js";
import { isPassing, type MadeJob } from "./read-job.js";
import { within } from "./within.js";

/** Milliseconds. */
const createMs = 15_000;
const removeMs = 5_000;
const retryMs = 500;

export interface MadeJobs {
  /** On an abort of `signal` no new try is made, but one under way is not cut: whether it worked must be known. */
  create(kube: KubeAccess, identity: JobIdentity, manifest: object, signal: AbortSignal): Promise<MadeJob>;
  /** Also of a Job whose creation is still under way. */
  remove(name: string): Promise<void>;
  keep(name: string): void;
  removeAll(): Promise<void>;
}

/** The Jobs of one monitor that are, or may be, in the cluster. */
export function madeJobs(clock: Clock): MadeJobs {
  const jobs = new Map<string, { kube: KubeAccess; identity: JobIdentity; creation: Promise<MadeJob> }>();

  async function remove(name: string): Promise<void> {
    const job = jobs.get(name);
    if (!job) return;
    await job.creation.catch(() => {});
    if (!jobs.has(name)) return;
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: "Background" };
    const path = jobPath(job.identity);
    await within(clock, removeMs, (signal) =>
      retry(clock, signal, () => job.kube.request({ method: "DELETE", path, body, signal })),
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
        return retry(clock, AbortSignal.any([limit, signal]), () =>
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

async function retry<T>(clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await clock.sleep(retryMs, signal).catch(() => {
        throw error;
      });
    }
  }
}

const unlessStatus = (status: number) => (error: unknown) => {
  if (!isHelmwatchError(error) || error.facts.status !== status) throw error;
  return undefined;
};
