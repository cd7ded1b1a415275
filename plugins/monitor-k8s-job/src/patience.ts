import type { Situation } from "./situation.js";

/** Milliseconds that what Kubernetes cannot mend itself is waited for: a registry may have had a bad moment. */
const hopelessMs = 2_000;

/**
 * How much longer to wait for a Job. Unschedulable pods and full quotas get all of the time to start: another Job that
 * ends, or an autoscaler, may help them.
 */
export function patience(now: () => number, { startBy, endBy }: { readonly startBy: number; readonly endBy: number }) {
  let hopelessSince: number | undefined;
  let started = false;
  return (seen: Situation): number | "enough" => {
    if (seen.kind !== "waiting" && seen.kind !== "running") return "enough";
    const at = now();
    started ||= seen.kind === "running";
    hopelessSince = seen.kind === "waiting" && seen.hopeless ? (hopelessSince ?? at) : undefined;
    const due = Math.min(endBy, started ? endBy : startBy, (hopelessSince ?? endBy) + hopelessMs);
    return at >= due ? "enough" : due - at;
  };
}

/** Milliseconds before the check's abort at which it ends by itself, to tell what it saw. */
export const reserveMs = (timeoutMs: number): number => Math.min(1_000, timeoutMs / 5);
