import type { Clock } from "@helmwatch/core/plugin";

export interface Bell {
  ring(): void;
  /** Until the bell has rung since the last wait, `ms` at most; rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Says that something changed, never what: the waiter reads that anew, so a lost ring costs time and no truth. */
export function bell(clock: Clock): Bell {
  let rung = false;
  let wake = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(ms, signal) {
      if (!rung) {
        const timer = new AbortController();
        wake = () => timer.abort();
        await clock.sleep(ms, AbortSignal.any([signal, timer.signal])).catch(() => {});
      }
      rung = false;
      signal.throwIfAborted();
    },
  };
}
