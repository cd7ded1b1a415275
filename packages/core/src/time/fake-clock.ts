import type { Clock } from "../plugin/index.js";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface FakeClock extends Clock {
  /** Moves time on by `ms`, waking sleepers one instant after another and letting each one's work settle. */
  advance(ms: number): Promise<void>;
  /** How many sleeps are waiting; 0 at the end of a test proves that no timer leaked. */
  pending(): number;
}

/** Lets promise chains run to their end: a macrotask comes after all microtasks that are ready. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stands still until it is advanced: ten minutes of a scenario are a test of milliseconds. */
export function fakeClock(start = 0): FakeClock {
  let time = start;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => time,
    wall: () => time,
    pending: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const sleeper: Sleeper = {
          at: time + Math.max(0, ms),
          wake: () => {
            sleepers.delete(sleeper);
            signal.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        };
        sleepers.add(sleeper);
        signal.addEventListener("abort", onAbort, { once: true });
      }),
    async advance(ms) {
      const until = time + ms;
      await settle();
      for (;;) {
        const next = Math.min(...[...sleepers].map((sleeper) => sleeper.at));
        if (next > until) break;
        time = Math.max(time, next);
        for (const sleeper of [...sleepers]) if (sleeper.at <= time) sleeper.wake();
        await settle();
      }
      time = until;
    },
  };
}
