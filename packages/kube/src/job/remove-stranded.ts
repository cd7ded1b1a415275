import type { Clock, KubeAccess } from "@helmwatch/core/plugin";
import type { Job } from "./kube-objects.js";
import { listJobs } from "./list-jobs.js";
import { removeJob } from "./remove-job.js";

/** Milliseconds: making the Secrets of a Job takes seconds. */
const strandedMs = 15 * 60_000;

/**
 * Removes Jobs that were left suspended when whoever submitted them died: they have not run, and only of Jobs that have
 * ended the cluster itself gets rid.
 */
export async function removeStranded(
  kube: KubeAccess,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  // biome-ignore lint/style/noRestrictedGlobals: reads a timestamp; the time now comes from the clock.
  const age = ({ metadata }: Job) => clock.wall() - Date.parse(metadata.creationTimestamp ?? "");
  for (const job of await listJobs(kube, namespace, labels, signal))
    if (job.spec?.suspend && age(job) > strandedMs) await removeJob(kube, { ...job.metadata, namespace }, signal);
}
