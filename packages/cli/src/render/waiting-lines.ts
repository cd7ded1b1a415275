import type { RunState } from "@helmwatch/core";
import { type LogLine, line } from "../log/log-line.js";

/** For logs that nobody redraws: what helm has been at for a while. `now` is wall milliseconds. */
export function waitingLines(state: RunState, now: number): readonly LogLine[] {
  return [...state.releases.values()].flatMap(({ release, phase, startedAt, undo }) => {
    const since = undo?.phase === "started" ? undo.startedAt : phase === "deploying" ? startedAt : undefined;
    if (since === undefined) return [];
    const doing =
      undo?.phase !== "started" ? "deploying" : undo.action === "rollback" ? "rolling back" : "uninstalling";
    return [line("info", `still ${doing}...`, { release, since: `${Math.round((now - since) / 1000)}s` })];
  });
}
