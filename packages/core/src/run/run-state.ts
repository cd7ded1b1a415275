import type { CheckReport } from "../monitor/monitor-run.js";
import type { MonitorVerdict } from "../monitor/monitor-spec.js";
import type { Facts } from "../plugin/index.js";
import type { EventError, HookPlace, UndoAction, UndoCause } from "./event.js";
import type { Recovered, TestedRelease } from "./release-operations.js";

export interface UndoState {
  readonly phase: "decided" | "started" | "done" | "failed" | "kept";
  readonly action?: UndoAction;
  readonly cause?: UndoCause;
  readonly toRevision?: number;
  readonly startedAt?: number;
  /** The revision that a rollback made. */
  readonly revision?: number;
  readonly error?: EventError;
  /** Why the release was kept. */
  readonly why?: string;
  readonly evidence?: Facts;
}

/** All that happened to one release in a run; times are wall milliseconds. */
export interface ReleaseProgress {
  readonly release: string;
  readonly chart: string;
  readonly version?: string;
  readonly dependsOn: readonly string[];
  readonly allowFailure: boolean;
  readonly phase: "waiting" | "deploying" | "deployed" | "unchanged" | "failed" | "skipped";
  readonly operation?: "install" | "upgrade";
  readonly startedAt?: number;
  readonly durationMs?: number;
  readonly revision?: number;
  readonly previous?: number;
  /** The newest line of live detail. */
  readonly progress?: string;
  readonly error?: EventError;
  readonly cause?: string;
  readonly why?: string;
  readonly notes?: string;
  readonly recovered?: Recovered;
  readonly tested?: TestedRelease;
  readonly undo?: UndoState;
}

export interface MonitorProgress {
  readonly monitor: string;
  readonly type: string;
  readonly releases: readonly string[];
  readonly intervalMs: number;
  readonly totalTimeoutMs: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly startedAt?: number;
  readonly durationMs?: number;
  readonly checks: number;
  readonly last?: CheckReport;
  readonly progress?: string;
  readonly verdict?: MonitorVerdict;
}

export interface HookFailure extends HookPlace {
  readonly command: string;
  readonly error: EventError;
  readonly allowed: boolean;
}

/** The state of a run: a fold over its events and nothing else. Maps keep the order of the plan. */
export interface RunState {
  readonly run: string;
  readonly command: "up" | "down" | "rollback" | "monitor";
  readonly startedAt: number;
  readonly stopping?: string;
  /** The release whose undo was decided first. */
  readonly undoRoot?: string;
  readonly ended?: { readonly exitCode: number; readonly durationMs: number };
  /** In the order in which they failed. */
  readonly failedHooks: readonly HookFailure[];
  readonly releases: ReadonlyMap<string, ReleaseProgress>;
  readonly monitors: ReadonlyMap<string, MonitorProgress>;
}
