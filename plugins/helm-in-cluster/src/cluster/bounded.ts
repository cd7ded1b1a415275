import type { Clock } from "@helmwatch/core/plugin";

/** Work that goes on when the run is stopping, hence with a limit of its own, in milliseconds. */
export async function bounded<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = new AbortController();
  clock.sleep(ms, timer.signal).then(
    () => limit.abort(new Error(`no answer within ${ms / 1000}s`)),
    () => {},
  );
  try {
    return await work(limit.signal);
  } finally {
    timer.abort();
  }
}
