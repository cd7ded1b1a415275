/** How checks add up: a streak that any opposite check resets, a total, or M of the last N. */
export type Counting = "consecutive" | "cumulative" | { readonly window: number };

/** The keys every monitor type shares; times in milliseconds, thresholds ≥ 1. */
export interface MonitorSpec {
  readonly name: string;
  readonly type: string;
  readonly totalTimeoutMs: number;
  readonly iterationTimeoutMs: number;
  readonly intervalMs: number;
  readonly initialDelayMs: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly counting: Counting;
  readonly on: { readonly noData: "fail" | "ignore" | "pass"; readonly error: "fail" | "ignore" };
}

/** What one check was; reported as it was, whatever the policy makes of it. */
export type Outcome = "pass" | "fail" | "no-data" | "error";

export type MonitorVerdict =
  | { readonly verdict: "passed" }
  | {
      readonly verdict: "failed";
      readonly reason: "failure-threshold" | "total-timeout" | "init";
      readonly message: string;
    }
  | { readonly verdict: "not-started"; readonly message: string }
  | { readonly verdict: "cancelled" };
