import type { Clock } from "../plugin/index.js";

/** The one place that reads the machine's time; everything else takes a Clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // biome-ignore lint/style/noRestrictedGlobals: the implementation behind the port
  wall: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      // biome-ignore lint/style/noRestrictedGlobals: the implementation behind the port
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      }, ms);
      signal.addEventListener("abort", onAbort, { once: true });
    }),
};
