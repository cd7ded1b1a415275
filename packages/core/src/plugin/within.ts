import type { Clock } from "./host.js";

/**
 * Gives work a signal of its own that aborts after `ms` milliseconds: for what must be done although the call it belongs
 * to was aborted, such as removing what it made.
 */
export async function within<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => limit.abort(new Error(`not done within ${ms / 1000}s`)),
    () => {},
  );
  try {
    return await work(limit.signal);
  } finally {
    done.abort();
  }
}
