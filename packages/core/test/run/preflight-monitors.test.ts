import { expect, it } from "vitest";
import type { Monitor } from "../../src/plugin/index.js";
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
