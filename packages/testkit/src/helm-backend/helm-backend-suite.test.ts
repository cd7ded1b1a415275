import { fakeClock } from "@helmwatch/core";
import type { Clock } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { badBackends } from "../../test/bad-backends/bad-backends.js";
import { fakeBackend } from "../../test/fake-backend.js";
import type { BackendUnderTest } from "./backend-under-test.js";
import { helmBackendSuite } from "./helm-backend-suite.js";

/** Why each test failed that did. Time goes on by work that is done, so that no limit passes on a slow machine. */
async function failures(backend: (clock: Clock) => BackendUnderTest): Promise<Record<string, string>> {
  const clock = fakeClock();
  const failed: Record<string, string> = {};
  const tests: Promise<void>[] = [];
  const run = (title: string, test: () => Promise<void>) =>
    tests.push(
      test().catch((error: Error) => {
        failed[title] = error.message;
      }),
    );
  helmBackendSuite(run, backend(clock));
  let over = false;
  const all = Promise.all(tests).finally(() => {
    over = true;
  });
  while (!over) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await all;
  return failed;
}

it("passes a good backend", async () => {
  expect(await failures(fakeBackend)).toEqual({});
});

it.each(Object.entries(badBackends))(
  "catches a backend that %s",
  async (_, { spoil, takesAllOptions, caughtBy }) => {
    const failed = await failures((clock) => fakeBackend(clock, spoil, takesAllOptions && (() => true)));
    expect(Object.keys(failed).sort()).toEqual([...caughtBy].sort());
  },
  30_000,
);

it("has for each of its tests a bad backend that it catches", () => {
  const titles: string[] = [];
  helmBackendSuite((title) => titles.push(title), fakeBackend(fakeClock()));
  const caughtBy = new Set(Object.values(badBackends).flatMap((bad) => bad.caughtBy));
  expect(titles.filter((title) => !caughtBy.has(title))).toEqual([]);
});
