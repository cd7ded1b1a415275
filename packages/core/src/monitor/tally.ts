import type { Counting, MonitorSpec, Outcome } from "./monitor-spec.js";

/** The checks that counted so far, as the counting mode needs them. */
export interface Tally {
  readonly passes: number;
  readonly failures: number;
  /** The last N counted checks, oldest first; kept by window counting only. */
  readonly recent: readonly boolean[];
}

export const emptyTally: Tally = { passes: 0, failures: 0, recent: [] };

/** What an outcome counts as under the monitor's policy: a pass, a failure, or nothing (both streaks stay). */
export function countsAs(outcome: Outcome, on: MonitorSpec["on"]): "pass" | "fail" | "nothing" {
  if (outcome === "pass" || outcome === "fail") return outcome;
  const policy = outcome === "no-data" ? on.noData : on.error;
  return policy === "ignore" ? "nothing" : policy;
}

/** Adds one counted check. */
export function count(tally: Tally, pass: boolean, counting: Counting): Tally {
  if (counting === "consecutive")
    return { passes: pass ? tally.passes + 1 : 0, failures: pass ? 0 : tally.failures + 1, recent: [] };
  if (counting === "cumulative")
    return { passes: tally.passes + Number(pass), failures: tally.failures + Number(!pass), recent: [] };
  const recent = [...tally.recent, pass].slice(-counting.window);
  const passes = recent.filter(Boolean).length;
  return { passes, failures: recent.length - passes, recent };
}
