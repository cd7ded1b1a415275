import { type ChartLock, findLocked, type LockedChart, type LockReference, lockKey } from "./chart-lock.js";

/** A chart that is locked otherwise than before; without `before` it is new, without `after` nothing refers to it. */
export interface LockChange {
  readonly before?: LockedChart;
  readonly after?: LockedChart;
}

/**
 * The lock with what was resolved now. Of the rest it keeps what is still referred to, since `resolved` is only of the
 * selected releases; all of it where `referred` is not known.
 */
export function updateLock(
  before: ChartLock,
  resolved: readonly LockedChart[],
  referred: readonly LockReference[] | undefined,
): { readonly lock: ChartLock; readonly changes: readonly LockChange[] } {
  const now = new Map(resolved.map((chart) => [lockKey(chart), chart]));
  const wanted = referred && new Set(referred.map(lockKey));
  const others = before.charts.filter((chart) => !now.has(lockKey(chart)));
  const isKept = (chart: LockedChart) => wanted === undefined || wanted.has(lockKey(chart));
  const changed = [...now.values()].flatMap((after): LockChange[] => {
    const earlier = findLocked(before, after);
    if (earlier === undefined) return [{ after }];
    return isSame(earlier, after) ? [] : [{ before: earlier, after }];
  });
  const gone = others.filter((chart) => !isKept(chart)).map((chart): LockChange => ({ before: chart }));
  return { lock: { charts: [...others.filter(isKept), ...now.values()] }, changes: [...changed, ...gone] };
}

function isSame(a: LockedChart, b: LockedChart): boolean {
  return a.version === b.version && a.digest === b.digest && a.commit === b.commit;
}
