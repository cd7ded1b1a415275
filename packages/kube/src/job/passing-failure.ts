import { type Clock, isHelmwatchError } from "@helmwatch/core/plugin";

/** Milliseconds. */
const pauseMs = 500;

/** A failure that an API server that restarts or is overloaded explains: worth another try. */
export function isPassing(error: unknown): boolean {
  if (!isHelmwatchError(error)) return false;
  const { status } = error.facts;
  return error.code === "KUBE_UNREACHABLE" || status === 429 || (typeof status === "number" && status >= 500);
}

/** Repeats work that may be done twice, for `ms` milliseconds and until `signal` is aborted; then its last failure is thrown. */
export async function retryPassing<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + ms;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || clock.now() + pauseMs >= until) throw error;
      await clock.sleep(pauseMs, signal).catch(() => {
        throw error;
      });
    }
  }
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return isHelmwatchError(error) && statuses.some((status) => error.facts.status === status);
}

/** For `catch`: undefined for these answers, which say that all is done already. */
export function unlessStatus(...statuses: readonly number[]) {
  return (error: unknown): undefined => {
    if (!hasStatus(error, ...statuses)) throw error;
  };
}
