import type { Clock } from "../plugin/index.js";
import { deadline } from "./deadline.js";
import { whenAborted } from "./when-aborted.js";

export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  readonly parent: AbortSignal;
  /** What the work's signal is aborted with, and the result rejects with, when time is up. */
  reason(): unknown;
}

/** Work that is given up when time is up or the parent is aborted, even if it ignores its signal. */
export async function withinDeadline<T>(
  { clock, ms, parent, reason }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = deadline(clock, ms, parent, reason);
  const aborted = whenAborted(limit.signal);
  try {
    return await Promise.race([work(limit.signal), aborted.promise]);
  } finally {
    aborted.clear();
    limit.clear();
  }
}
