import type { Clock } from "@helmwatch/core/plugin";
import type { ClusterApi } from "./cluster-api.js";
import type { Job } from "./objects.js";

/** Milliseconds: making the Secrets of a Job takes seconds. */
const stranded = 15 * 60_000;

/**
 * Removes Jobs that a helmwatch left suspended when it died: they have not run, and only of Jobs that have ended the
 * cluster itself gets rid.
 */
export async function removeStranded(
  api: ClusterApi,
  selector: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  // biome-ignore lint/style/noRestrictedGlobals: reads a timestamp; the time now comes from the clock.
  const age = ({ metadata }: Job) => clock.wall() - Date.parse(metadata.creationTimestamp ?? "");
  const old = (await api.jobs(selector, signal)).filter((job) => job.spec?.suspend && age(job) > stranded);
  for (const { metadata } of old) await api.removeJob(metadata.name, metadata.uid, signal);
}
