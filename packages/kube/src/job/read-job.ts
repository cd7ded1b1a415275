import type { KubeAccess } from "@helmwatch/core/plugin";
import { jobPath, podsPath } from "./api-path.js";
import type { Job, JobRef, Pod } from "./kube-objects.js";
import { hasStatus } from "./passing-failure.js";
import { removed, type Situation, situationOf } from "./situation.js";

/** What all pods of a Job carry, and those of no other. */
export const podSelector = (uid: string): string => `batch.kubernetes.io/controller-uid=${uid}`;

/** One look at the Job and its pods; `last` is the state of its pod that was seen last. */
export async function readJob(kube: KubeAccess, ref: JobRef, last: Pod | undefined, signal: AbortSignal) {
  const get = <T>(path: string) => kube.request<T>({ method: "GET", path, signal });
  try {
    // The Job first: of a Job seen to have failed, an older list of pods might not have the one that failed.
    const job = await get<Job>(jobPath(ref));
    const pods = await get<{ items: Pod[] }>(podsPath(ref.namespace, { labelSelector: podSelector(ref.uid) }));
    if (job.metadata.uid === ref.uid) return situationOf(job, pods.items, last);
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  return removed(last) satisfies Situation;
}
