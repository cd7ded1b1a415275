import type { Clock } from "../plugin/index.js";

/** What `setTimeout` can count to, 24.8 days; a longer delay would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** The one place that reads the machine's time; everything else takes a Clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // biome-ignore lint/style/noRestrictedGlobals: the implementation behind the port
  wall: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const until = performance.now() + ms;
      let timer: NodeJS.Timeout;
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      // A timer counts whole milliseconds and may fire a moment early.
      const wait = () => {
        const left = until - performance.now();
        if (left > 0) {
          // biome-ignore lint/style/noRestrictedGlobals: the implementation behind the port
          timer = setTimeout(wait, Math.min(Math.ceil(left), longestTimer));
          return;
        }
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      signal.addEventListener("abort", onAbort, { once: true });
      wait();
    }),
};
