import type { Situation } from "./situation.js";

/** Milliseconds that what Kubernetes cannot mend itself is waited for: a registry may have had a bad moment. */
const hopelessMs = 2_000;
/** The same for a pod that is refused: its service account may come with its namespace. */
const refusedMs = 10_000;

/**
 * How much longer to wait for a Job. Unschedulable pods and full quotas get all of the time to start: another Job that
 * ends, or an autoscaler, may help them.
 */
export function patience(now: () => number, startBy: number) {
  let hopelessSince: number | undefined;
  let started = false;
  return (seen: Situation): number | "enough" => {
    started ||= seen.kind === "running";
    if (seen.kind === "running") return Number.POSITIVE_INFINITY;
    if (seen.kind !== "waiting") return "enough";
    const at = now();
    hopelessSince = seen.hopeless ? (hopelessSince ?? at) : undefined;
    const limit = seen.reason === "FailedCreate" ? refusedMs : hopelessMs;
    const due = Math.min(
      started ? Number.POSITIVE_INFINITY : startBy,
      (hopelessSince ?? Number.POSITIVE_INFINITY) + limit,
    );
    return at >= due ? "enough" : due - at;
  };
}
