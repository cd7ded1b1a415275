import { expect, it } from "vitest";
import { systemClock } from "./system-clock.js";

const never = new AbortController().signal;

it("never wakes a sleeper early", async () => {
  const early = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const start = systemClock.now();
      await systemClock.sleep(1 + index * 0.37, never);
      return systemClock.now() - start < 1 + index * 0.37;
    }),
  );
  expect(early).not.toContain(true);
});

it("sleeps longer than a timer can count", async () => {
  const stop = new AbortController();
  const month = systemClock.sleep(40 * 24 * 3600 * 1000, stop.signal).catch((reason) => reason);
  await systemClock.sleep(20, never);
  stop.abort("morning");
  expect(await month).toBe("morning");
});

it("rejects at once when it is aborted already", async () => {
  await expect(systemClock.sleep(1000, AbortSignal.abort("no"))).rejects.toBe("no");
});
