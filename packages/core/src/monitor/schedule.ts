/** A grid of starts `first, first + interval, …`; all times in milliseconds of the Clock. */
export interface Schedule {
  readonly firstAt: number;
  readonly intervalMs: number;
}

const gridAfter = ({ firstAt, intervalMs }: Schedule, time: number): number =>
  time < firstAt ? firstAt : firstAt + (Math.floor((time - firstAt) / intervalMs) + 1) * intervalMs;

/**
 * When the next check starts, given when the last one started and ended. The grid never drifts. A check that ran past
 * its next tick makes the next start at once; further missed ticks are not made up.
 */
export function nextStart(schedule: Schedule, lastStart: number, now: number): number {
  return Math.max(gridAfter(schedule, lastStart), now);
}

/** How many checks can still start before `deadlineAt` at the very best, the next one starting at `nextAt`. */
export function startsLeft(schedule: Schedule, nextAt: number, deadlineAt: number): number {
  if (nextAt >= deadlineAt) return 0;
  const second = gridAfter(schedule, nextAt);
  return second >= deadlineAt ? 1 : 1 + Math.ceil((deadlineAt - second) / schedule.intervalMs);
}
