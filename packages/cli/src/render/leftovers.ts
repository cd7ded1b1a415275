import type { RunState } from "@helmwatch/core";

/** What a run may leave behind when it is left at once, one sentence each. */
export function leftovers(state: RunState): readonly string[] {
  const releases = [...state.releases.values()].flatMap(({ release, phase, operation, undo }) => {
    if (undo?.phase === "started") return [`release ${release}: its ${undo.action} was under way`];
    if (undo?.phase === "decided") return [`release ${release}: its ${undo.action} had not begun`];
    if (phase === "deploying")
      return [`release ${release}: its ${operation} was under way and may stay pending-${operation}`];
    return [];
  });
  const monitors = [...state.monitors.values()].flatMap(({ monitor, startedAt, verdict }) =>
    startedAt !== undefined && !verdict ? [`monitor ${monitor}: what a check of it made may still be there`] : [],
  );
  return [...releases, ...monitors];
}
