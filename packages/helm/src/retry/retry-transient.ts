import { type Clock, isHelmwatchError } from "@helmwatch/core/plugin";

const pausesMs = [1_000, 4_000];

/**
 * Tries up to three times, for calls that change nothing on a cluster. Only an error that says of itself that it may
 * pass (`facts.transient`) is tried again; the last one is thrown.
 */
export async function retryTransient<T>(clock: Clock, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !isHelmwatchError(error) || error.facts.transient !== true) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
  return attempt();
}
