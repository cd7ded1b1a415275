import type { StartHook } from "../lifecycle/start-hook.js";
import type { PassWhen } from "../monitor/judge.js";
import type { Plan, PlannedRelease } from "../plan/plan.js";
import type { Clock, Monitor, ReleaseRef } from "../plugin/index.js";
import type { RunEvent } from "./event.js";
import type { Limiter } from "./limiter.js";
import type { ReleaseOperations, ReleaseState } from "./release-operations.js";
import type { RunLog } from "./run-log.js";
import type { RunState } from "./run-state.js";

/** A monitor made by its plugin from checked options, with its compiled `pass_when`. */
export interface WatchedMonitor {
  readonly monitor: Monitor;
  readonly passWhen?: PassWhen;
}

export interface RunInput {
  /** Id of the run. */
  readonly run: string;
  readonly plan: Plan;
  readonly operations: ReleaseOperations;
  /** By name; one for each monitor of the plan. */
  readonly monitors: ReadonlyMap<string, WatchedMonitor>;
  readonly clock: Clock;
  readonly startHook: StartHook;
  /** Aborted with a `StopReason`: what runs may end, nothing new starts. */
  readonly signal: AbortSignal;
  /** Helm operations at a time. */
  readonly parallelLimit: number;
  emit(event: RunEvent): void;
}

export interface RunReport {
  readonly exitCode: number;
  readonly state: RunState;
}

/** What the parts of one run share. */
export interface RunContext extends RunInput {
  readonly log: RunLog;
  readonly releases: ReadonlyMap<string, PlannedRelease>;
  /** What was there before the run. */
  readonly before: ReadonlyMap<string, ReleaseState>;
  readonly deploys: Limiter;
  /** Bounds the checks under way of all monitors, where `run.monitor_concurrency` does. */
  readonly checks?: Limiter;
}

export function releaseRef({ name, namespace, context }: PlannedRelease, revision?: number): ReleaseRef {
  return {
    name,
    namespace,
    ...(context === undefined ? {} : { context }),
    ...(revision === undefined ? {} : { revision }),
  };
}
