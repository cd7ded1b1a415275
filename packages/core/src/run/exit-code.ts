import type { MonitorProgress, RunState } from "./run-state.js";

/** Why a run is to stop: the reason its signal is aborted with. */
export interface StopReason {
  /** `SIGINT`, `SIGTERM`, … */
  readonly signal: string;
  /** 128 + the signal's number. */
  readonly exitCode: number;
}

/**
 * What a run's state says to the shell: a stop's own code; 1 for a failed release, monitor, undo or hook; 3 when nothing
 * failed that may not, but a monitor could not judge; else 0.
 */
export function exitCode(state: RunState, stopped: StopReason | undefined): number {
  if (stopped) return stopped.exitCode;
  const failed = [...state.releases.values()].some(
    ({ phase, allowFailure, undo }) =>
      undo?.phase === "failed" || ((phase === "failed" || phase === "skipped") && !allowFailure),
  );
  const hooks = state.failedHooks.some(({ release, allowed }) => release === undefined && !allowed);
  const monitors = [...state.monitors.values()];
  if (failed || hooks || monitors.some(({ verdict }) => verdict?.verdict === "failed")) return 1;
  return monitors.some((monitor) => leavesDoubt(monitor, state)) ? 3 : 0;
}

/** A monitor that never started leaves no doubt when none of its releases is there. */
function leavesDoubt({ verdict, releases }: MonitorProgress, state: RunState): boolean {
  if (verdict?.verdict === "passed") return false;
  if (verdict?.verdict !== "not-started") return true;
  return releases.some((name) => ["deployed", "unchanged"].includes(state.releases.get(name)?.phase ?? ""));
}
