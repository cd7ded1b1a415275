import type { Clock } from "@helmwatch/core/plugin";

/**
 * Runs `work` with a signal that aborts after `ms`, and rejects then even if the work goes on; no other signal reaches
 * it. For the few calls that are made also when the run is stopping: reading what became of a release.
 */
export async function timeLimit<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = new AbortController();
  const expired = clock.sleep(ms, timer.signal).then(() => {
    const reason = new Error(`no answer within ${ms / 1000}s`);
    limit.abort(reason);
    throw reason;
  });
  try {
    return await Promise.race([work(limit.signal), expired]);
  } finally {
    expired.catch(() => {}); // Its own end by the line below is no news.
    timer.abort();
  }
}
