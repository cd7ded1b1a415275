import type { Call, Clock, Facts, Observation, ReleaseRef } from "../plugin/index.js";
import type { Judgement, PassWhen } from "./judge.js";
import type { MonitorSpec } from "./monitor-spec.js";

/** One finished check, as events and reports tell it. */
export interface CheckReport extends Judgement {
  readonly attempt: number;
  readonly latencyMs: number;
  /** The count that this check moved (or, ignored, the one that stands), towards its threshold. */
  readonly streak: { readonly of: "success" | "failure"; readonly count: number; readonly threshold: number };
}

export interface MonitorRun {
  readonly spec: MonitorSpec;
  readonly observe: (call: Call) => Promise<Observation>;
  readonly passWhen?: PassWhen;
  readonly releases: readonly ReleaseRef[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Waits for a place among all checks under way; the wait is part of no check. */
  readonly enter?: (signal: AbortSignal) => Promise<() => void>;
  onCheck(report: CheckReport): void;
  onProgress(attempt: number, text: string, facts?: Facts): void;
}
