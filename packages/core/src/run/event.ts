import type { LifecyclePhase, MonitorAction } from "../config/config.js";
import type { CheckReport } from "../monitor/monitor-run.js";
import type { MonitorVerdict } from "../monitor/monitor-spec.js";
import type { ErrorCode, Facts, ReleaseRef } from "../plugin/index.js";

/** The generation of the event stream; `--output ndjson` prints it verbatim, so a change of meaning is a new one. */
export const EVENT_SCHEMA = 1;

/** An error as plain data. Secrets are masked before an event is emitted. */
export interface EventError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly facts?: Facts;
}

/** What is done to a release to undo it; `keep`: nothing, since there is no revision to go back to, or none asked. */
export type UndoAction = Exclude<MonitorAction, "none">;

/** Why a release is undone: monitors rejected it, its own upgrade failed, another's undo takes it along, a command. */
export type UndoCause =
  | { readonly kind: "monitors"; readonly monitors: readonly string[] }
  | { readonly kind: "failed" }
  | { readonly kind: "group"; readonly release: string }
  | { readonly kind: "command" };

export interface HookPlace {
  readonly phase: LifecyclePhase;
  readonly release?: string;
}

export type RunEventBody =
  | {
      readonly type: "run.started";
      /** Random, sortable by time. */
      readonly run: string;
      readonly command: "up" | "down" | "rollback" | "monitor";
      readonly releases: readonly {
        readonly release: string;
        readonly chart: string;
        readonly version?: string;
        readonly dependsOn: readonly string[];
        readonly allowFailure: boolean;
      }[];
      readonly monitors: readonly {
        readonly monitor: string;
        readonly type: string;
        readonly releases: readonly string[];
        readonly totalTimeoutMs: number;
        readonly intervalMs: number;
        readonly successThreshold: number;
        readonly failureThreshold: number;
      }[];
    }
  | { readonly type: "release.started"; readonly release: string; readonly operation: "install" | "upgrade" }
  /** The tests of its chart passed; `logs` (by `pod/container`) where the file asks for them. */
  | {
      readonly type: "release.tested";
      readonly release: string;
      readonly tests: readonly { readonly name: string; readonly phase: string }[];
      readonly logs: Readonly<Record<string, string>>;
      readonly durationMs: number;
    }
  /** Another helm had left it unfinished (`status`), which had to be undone before it could be upgraded. */
  | {
      readonly type: "release.recovered";
      readonly release: string;
      readonly action: UndoAction;
      readonly status: string;
      readonly toRevision?: number;
      /** The last good revision since then: where an undo goes back to. */
      readonly lastGood?: number;
    }
  /** Live detail while helm works; for people. */
  | { readonly type: "release.progress"; readonly release: string; readonly text: string; readonly facts?: Facts }
  | {
      readonly type: "release.deployed";
      readonly release: string;
      readonly revision: number;
      /** The newest revision that was deployed before this run: where an undo goes back to. */
      readonly previous?: number;
      readonly durationMs: number;
      readonly notes?: string;
    }
  | { readonly type: "release.unchanged"; readonly release: string; readonly revision: number }
  | {
      readonly type: "release.failed";
      readonly release: string;
      readonly error: EventError;
      /** `allow_failure`: dependents go on, the run can still succeed. */
      readonly allowed: boolean;
      readonly durationMs: number;
    }
  /** Never started: `cause` names the release (or monitor) it would have needed, or is absent when the run stopped. */
  | { readonly type: "release.skipped"; readonly release: string; readonly cause?: string; readonly why: string }
  | { readonly type: "monitor.started"; readonly monitor: string; readonly releases: readonly ReleaseRef[] }
  | {
      readonly type: "monitor.progress";
      readonly monitor: string;
      readonly attempt: number;
      readonly text: string;
      readonly facts?: Facts;
    }
  | ({ readonly type: "monitor.checked"; readonly monitor: string } & CheckReport)
  | {
      readonly type: "monitor.ended";
      readonly monitor: string;
      readonly verdict: MonitorVerdict;
      readonly durationMs: number;
    }
  /** Emitted once before the first undo of the run (with `react: at_once`: before each batch). */
  | {
      readonly type: "undo.decided";
      readonly releases: readonly {
        readonly release: string;
        readonly action: UndoAction;
        readonly toRevision?: number;
        readonly cause: UndoCause;
      }[];
    }
  /** What was seen of a release just before it is undone: last check, pod states, events, log tails. */
  | { readonly type: "undo.evidence"; readonly release: string; readonly facts: Facts }
  | {
      readonly type: "undo.started";
      readonly release: string;
      readonly action: UndoAction;
      readonly toRevision?: number;
    }
  | {
      readonly type: "undo.done";
      readonly release: string;
      readonly action: UndoAction;
      /** The revision that a rollback made; absent after an uninstall. */
      readonly revision?: number;
      readonly toRevision?: number;
      readonly durationMs: number;
    }
  | {
      readonly type: "undo.failed";
      readonly release: string;
      readonly action: UndoAction;
      readonly error: EventError;
      readonly durationMs: number;
    }
  /** Rejected or failed, but left as it is: unchanged in this run, `action: none`, `first_install: keep`, run stopped. */
  | { readonly type: "undo.kept"; readonly release: string; readonly why: string }
  /** A program of the file's `lifecycle`; without a release it is one of the whole run. */
  | ({ readonly type: "hook.started"; readonly command: string } & HookPlace)
  | ({ readonly type: "hook.output"; readonly text: string } & HookPlace)
  | ({
      readonly type: "hook.ended";
      readonly command: string;
      readonly durationMs: number;
      readonly error?: EventError;
      /** With an error: `allow_failure` makes it a warning. */
      readonly allowed?: boolean;
    } & HookPlace)
  | { readonly type: "run.stopping"; readonly signal: string }
  | { readonly type: "run.ended"; readonly exitCode: number; readonly durationMs: number };

/** One fact about a run. `seq` counts from 1 without gaps; `at` is wall time in milliseconds since the Unix epoch. */
export type RunEvent = {
  readonly schema: typeof EVENT_SCHEMA;
  readonly seq: number;
  readonly at: number;
} & RunEventBody;
