import type { Clock } from "./host.js";

/**
 * Runs work with a signal of its own that aborts after `ms` milliseconds, and rejects then even if the work goes on: for
 * what must be done although the call it belongs to was aborted, such as removing what it made.
 */
export async function within<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
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
