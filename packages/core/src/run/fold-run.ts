import type { EventError, RunEvent } from "./event.js";
import type { HookFailure, MonitorProgress, ReleaseProgress, RunState, UndoState } from "./run-state.js";

/**
 * The next state of a run. The first event must be `run.started`. The maps of `state` are changed in place, so that
 * thousands of releases cost no copies: whoever folds owns the state, and reads it between events.
 */
export function foldRun(state: RunState | undefined, event: RunEvent): RunState {
  if (event.type === "run.started") return started(event);
  if (!state) throw new Error(`event ${event.type} before run.started`);
  switch (event.type) {
    case "run.stopping":
      return { ...state, stopping: event.signal };
    case "run.ended":
      return { ...state, ended: { exitCode: event.exitCode, durationMs: event.durationMs } };
    case "undo.decided":
      for (const { release, action, toRevision, cause } of event.releases)
        setUndo(state, release, {
          phase: "decided",
          action,
          cause,
          ...(toRevision === undefined ? {} : { toRevision }),
        });
      return { undoRoot: event.releases[0]?.release ?? "", ...state };
    case "hook.started":
    case "hook.output":
      return state;
    case "hook.ended":
      return event.error ? { ...state, failedHooks: [...state.failedHooks, hookFailure(event, event.error)] } : state;
    default:
      if ("monitor" in event) return setMonitor(state, event.monitor, monitorChange(event));
      if (event.type.startsWith("undo.")) return setUndo(state, event.release, undoChange(event as UndoEvent));
      return setRelease(state, event.release, releaseChange(event as ReleaseEvent));
  }
}

type ReleaseEvent = Extract<RunEvent, { type: `release.${string}` }>;
type UndoEvent = Exclude<Extract<RunEvent, { type: `undo.${string}` }>, { type: "undo.decided" }>;
type MonitorEvent = Extract<RunEvent, { type: `monitor.${string}` }>;

function started(event: Extract<RunEvent, { type: "run.started" }>): RunState {
  return {
    run: event.run,
    command: event.command,
    startedAt: event.at,
    failedHooks: [],
    releases: new Map(event.releases.map((release) => [release.release, { ...release, phase: "waiting" }])),
    monitors: new Map(event.monitors.map((monitor) => [monitor.monitor, { ...monitor, checks: 0 }])),
  };
}

function hookFailure(event: Extract<RunEvent, { type: "hook.ended" }>, error: EventError): HookFailure {
  const { phase, release, command, allowed = false } = event;
  return { phase, ...(release === undefined ? {} : { release }), command, error, allowed };
}

function releaseChange(event: ReleaseEvent): Partial<ReleaseProgress> {
  switch (event.type) {
    case "release.started":
      return { phase: "deploying", operation: event.operation, startedAt: event.at };
    case "release.progress":
      return { progress: event.text };
    case "release.tested":
      return { tested: { tests: event.tests, logs: event.logs } };
    case "release.recovered": {
      const { action, status, toRevision, lastGood } = event;
      const to = toRevision === undefined ? {} : { toRevision };
      return { recovered: { action, status, ...to, ...(lastGood === undefined ? {} : { lastGood }) } };
    }
    case "release.deployed": {
      const { revision, previous, durationMs, notes } = event;
      const more = { ...(previous === undefined ? {} : { previous }), ...(notes === undefined ? {} : { notes }) };
      return { phase: "deployed", revision, durationMs, ...more };
    }
    case "release.unchanged":
      return { phase: "unchanged", revision: event.revision };
    case "release.failed":
      return { phase: "failed", error: event.error, durationMs: event.durationMs };
    case "release.skipped":
      return { phase: "skipped", why: event.why, ...(event.cause === undefined ? {} : { cause: event.cause }) };
  }
}

function undoChange(event: UndoEvent): Partial<UndoState> {
  switch (event.type) {
    case "undo.evidence":
      return { evidence: event.facts };
    case "undo.started":
      return { phase: "started", action: event.action, startedAt: event.at };
    case "undo.done":
      return {
        phase: "done",
        action: event.action,
        ...(event.revision === undefined ? {} : { revision: event.revision }),
      };
    case "undo.failed":
      return { phase: "failed", action: event.action, error: event.error };
    case "undo.kept":
      return { phase: "kept", why: event.why };
  }
}

function monitorChange(event: MonitorEvent): (before: MonitorProgress) => Partial<MonitorProgress> {
  switch (event.type) {
    case "monitor.started":
      return () => ({ startedAt: event.at });
    case "monitor.progress":
      return () => ({ progress: event.text });
    case "monitor.checked": {
      const { schema: _, seq: __, at: ___, type: ____, monitor: _____, ...last } = event;
      return ({ checks }) => ({ checks: checks + 1, last });
    }
    case "monitor.ended":
      return () => ({ verdict: event.verdict, durationMs: event.durationMs });
  }
}

function setRelease(state: RunState, name: string, change: Partial<ReleaseProgress>): RunState {
  const before = state.releases.get(name);
  if (before) (state.releases as Map<string, ReleaseProgress>).set(name, { ...before, ...change });
  return state;
}

function setUndo(state: RunState, name: string, change: Partial<UndoState>): RunState {
  const before = state.releases.get(name)?.undo;
  return setRelease(state, name, { undo: { phase: "decided", ...before, ...change } });
}

function setMonitor(
  state: RunState,
  name: string,
  change: (before: MonitorProgress) => Partial<MonitorProgress>,
): RunState {
  const before = state.monitors.get(name);
  if (before) (state.monitors as Map<string, MonitorProgress>).set(name, { ...before, ...change(before) });
  return state;
}
