import { expect, it } from "vitest";
import { doOnce } from "./do-once.js";

it("is done once, however many ask, also at the same time", async () => {
  const done = new Map<string, Promise<void>>();
  let times = 0;
  const work = async () => void times++;
  await Promise.all([doOnce(done, "a", work), doOnce(done, "a", work)]);
  await doOnce(done, "a", work);
  expect(times).toBe(1);
  await doOnce(done, "b", work);
  expect(times).toBe(2);
});

it("is done by the next who asks where the first was told to stop, and fails only the first", async () => {
  const done = new Map<string, Promise<void>>();
  let stop = (_: Error) => {};
  const first = doOnce(done, "a", () => new Promise<void>((_, reject) => (stop = reject)));
  const second = doOnce(done, "a", async () => {});
  stop(new Error("stopped"));
  await expect(first).rejects.toThrow("stopped");
  await second;
});
