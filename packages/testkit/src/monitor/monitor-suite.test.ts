import { expect, it } from "vitest";
import { badMonitors } from "../../test/bad-monitors.js";
import { fakeMonitor } from "../../test/fake-monitor.js";
import { monitorSuite } from "./monitor-suite.js";
import type { MonitorUnderTest } from "./monitor-under-test.js";

/** Why each test failed that did. */
async function failures(monitor: MonitorUnderTest): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  const tests: Promise<void>[] = [];
  monitorSuite((title, test) => {
    tests.push(
      test().catch((error: Error) => {
        failed[title] = error.message;
      }),
    );
  }, monitor);
  await Promise.all(tests);
  return failed;
}

it("passes a good monitor", async () => {
  expect(await failures(fakeMonitor({ module: "data:text/javascript,export default {}" }))).toEqual({});
});

it.each(Object.entries(badMonitors))(
  "catches a monitor that %s",
  async (_, { caughtBy, ...spoiled }) => {
    const failed = await failures(fakeMonitor(spoiled));
    expect(Object.keys(failed).sort(), JSON.stringify(failed, null, 2)).toEqual([...caughtBy].sort());
  },
  60_000,
);

it("has for each of its tests a bad monitor that it catches", () => {
  const titles: string[] = [];
  monitorSuite((title) => titles.push(title), fakeMonitor());
  const caughtBy = new Set(Object.values(badMonitors).flatMap((bad) => bad.caughtBy));
  expect(titles.filter((title) => !caughtBy.has(title))).toEqual([]);
});
