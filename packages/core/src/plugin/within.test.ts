import { expect, it } from "vitest";
import { fakeClock } from "../time/fake-clock.js";
import { within } from "./within.js";

it("gives what the work gives, or its failure, and leaves no timer", async () => {
  const clock = fakeClock();
  expect(await within(clock, 1_000, async () => 7)).toBe(7);
  await expect(within(clock, 1_000, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(clock.pending()).toBe(0);
});

it("aborts the work when time is up, and waits for it no longer", async () => {
  const clock = fakeClock();
  let given: AbortSignal | undefined;
  const work = within(clock, 1_500, (signal) => {
    given = signal;
    return new Promise(() => {});
  });
  const failed = expect(work).rejects.toThrow("no answer within 1.5s");
  await clock.advance(1_499);
  expect(given?.aborted).toBe(false);
  await clock.advance(1);
  await failed;
  expect(given?.aborted).toBe(true);
});
