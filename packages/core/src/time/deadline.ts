import type { Clock } from "../plugin/index.js";

export interface Deadline {
  /** Aborts with `reason` when time is up, or with the parent's reason when that comes first. */
  readonly signal: AbortSignal;
  /** Forgets the timer and the listener on the parent; call it as soon as the work has settled. */
  clear(): void;
}

/** `AbortSignal.timeout` and `AbortSignal.any` in one, on a Clock. */
export function deadline(clock: Clock, ms: number, parent: AbortSignal, reason: () => unknown): Deadline {
  const own = new AbortController();
  const timer = new AbortController();
  const follow = () => own.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  const clear = () => {
    parent.removeEventListener("abort", follow);
    // Any reason but none: without one, an exception with a stack is made, at each check.
    timer.abort("cleared");
  };
  clock.sleep(ms, timer.signal).then(
    () => own.abort(reason()),
    () => {},
  );
  return { signal: own.signal, clear };
}
