import type { Clock } from "@helmwatch/core/plugin";

/** Gives work a signal of its own that aborts after `ms`: for what must be done although the check was aborted. */
export async function within<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => limit.abort(new Error(`not done in ${ms / 1000}s`)),
    () => {},
  );
  try {
    return await work(limit.signal);
  } finally {
    done.abort();
  }
}
