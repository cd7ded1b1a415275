import type { KubeAccess } from "@helmwatch/core/plugin";
import { jobPath, podsPath } from "./api-path.js";
import type { Job, JobRef, Pod } from "./kube-objects.js";
import { unlessStatus } from "./passing-failure.js";
import { removed, type Situation, situationOf, terminationOf } from "./situation.js";

/** What all pods of a Job carry, and those of no other. */
export const podSelector = (uid: string): string => `batch.kubernetes.io/controller-uid=${uid}`;

/** One look at the Job and its pods; `last` is the state of its pod that was seen last. */
export async function readJob(
  kube: KubeAccess,
  ref: JobRef,
  last: Pod | undefined,
  signal: AbortSignal,
): Promise<{ readonly situation: Situation /** Still in the cluster, and not ended. */; readonly runningPod?: Pod }> {
  const get = <T>(path: string) => kube.request<T>({ method: "GET", path, signal });
  // The Job first: of a Job seen to have failed, an older list of pods might not have the one that failed.
  const job = await get<Job>(jobPath(ref)).catch(unlessStatus(404));
  const { items } = await get<{ items: Pod[] }>(podsPath(ref.namespace, { labelSelector: podSelector(ref.uid) }));
  const pod = newestPod(items);
  const situation = job?.metadata.uid === ref.uid ? situationOf(job, pod, last) : removed(pod ?? last);
  return { situation, ...(pod && !terminationOf(pod) ? { runningPod: pod } : {}) };
}

function newestPod(pods: readonly Pod[]): Pod | undefined {
  const time = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
  return [...pods].sort((a, b) => (time(a) < time(b) ? 1 : -1))[0];
}
