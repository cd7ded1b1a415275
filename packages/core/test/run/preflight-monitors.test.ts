import { expect, it } from "vitest";
import type { Call, Monitor } from "../../src/plugin/index.js";
import { preflightMonitors } from "../../src/run/preflight-monitors.js";
import { second, world } from "./world.js";

it.each<[claim: string, preflight: Monitor["preflight"], said: string[]]>([
  [
    "passes on what a monitor finds",
    async () => [{ code: "MONITOR_QUERY_REJECTED", severity: "error", message: "bad" }],
    ['error monitor "m": bad'],
  ],
  ["takes a monitor without preflight as ready", undefined, []],
  [
    "names the monitor whose plugin throws",
    () => {
      throw new TypeError("x is undefined");
    },
    ['error monitor "m" (fake) is not ready: x is undefined'],
  ],
  [
    "names the monitor that does not answer",
    () => new Promise(() => {}),
    ['warning monitor "m" (fake) is not ready: no answer in 5s'],
  ],
])("%s", async (_, preflight, said) => {
  const { input, clock } = world({ releases: { a: { monitors: { m: "none" } } }, monitors: { m: { checks: "p" } } });
  const monitor: Monitor = { observe: () => Promise.reject(), ...(preflight ? { preflight } : {}) };
  const done = preflightMonitors({ ...input, monitors: new Map([["m", { monitor }]]) });
  await clock.advance(10 * second);

  expect((await done).map(({ severity, message }) => `${severity} ${message}`)).toEqual(said);
  expect(clock.pending()).toBe(0);
});

it("tells a monitor which releases refer to it, and how long it may take", async () => {
  const { input } = world({
    releases: { a: { monitors: { m: "none" } }, b: {} },
    monitors: { m: { checks: "p" } },
  });
  const calls: Call[] = [];
  const preflight = async (call: Call) => {
    calls.push(call);
    return [];
  };
  const monitor: Monitor = { observe: () => Promise.reject(), preflight };
  await preflightMonitors({ ...input, monitors: new Map([["m", { monitor }]]) });

  const [release] = input.plan.releases;
  expect(calls).toMatchObject([
    { releases: [{ name: release!.name, namespace: release!.namespace }], timeoutMs: 5000 },
  ]);
  expect(calls[0]!.releases).toHaveLength(1);
});
