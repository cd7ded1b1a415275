import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { jobPath, podsPath } from "./api-path.js";
import type { JobIdentity } from "./job-manifest.js";
import type { Job, Pod } from "./kube-objects.js";
import { type Situation, situationOf } from "./situation.js";

export interface MadeJob extends JobIdentity {
  readonly uid: string;
}

export const selectorOf = (uid: string): string => `batch.kubernetes.io/controller-uid=${uid}`;

/** One look at the Job and its pods. A Job that is gone, or another of the same name, was removed by someone else. */
export async function readJob(kube: KubeAccess, made: MadeJob, signal: AbortSignal): Promise<Situation> {
  const get = <T>(path: string) => kube.request<T>({ method: "GET", path, signal });
  try {
    // The Job first: of a Job seen to have failed, an older list of pods might not have the one that failed.
    const job = await get<Job>(jobPath(made));
    const pods = await get<{ items: Pod[] }>(podsPath(made.namespace, { labelSelector: selectorOf(made.uid) }));
    if (job.metadata.uid === made.uid) return situationOf(job, pods.items);
  } catch (error) {
    if (!isHelmwatchError(error) || error.facts.status !== 404) throw error;
  }
  return { kind: "lost", reason: "JobDeleted", message: "the Job was deleted by someone else" };
}

/** A failure that an API server that restarts or is overloaded explains: worth another try. */
export function isPassing(error: unknown): boolean {
  if (!isHelmwatchError(error)) return false;
  const { status } = error.facts;
  return error.code === "KUBE_UNREACHABLE" || status === 429 || (typeof status === "number" && status >= 500);
}
