import assert from "node:assert/strict";
import type { Observation } from "@helmwatch/core/plugin";
import { type Fault, faults } from "./faults.js";
import type { MonitorCases } from "./monitor-case.js";
import { settled } from "./settled.js";

const kinds = ["value", "samples", "no-data", "verdict"];

/** Never judged as good by itself: a failed verdict, or no data. */
const isBad = (seen: Observation) => (seen.kind === "verdict" ? !seen.pass : seen.kind === "no-data");

function assertGood(seen: Observation): void {
  assert.ok(kinds.includes(seen?.kind), `expected an observation, got ${JSON.stringify(seen)}`);
  assert.ok(!isBad(seen), `the backend is well, but the check says ${JSON.stringify(seen)}`);
}

const faultCases = Object.fromEntries(
  (Object.keys(faults) as Fault[]).map((name) => [
    `takes ${name} for no good answer, and looks anew in the next check`,
    async ({ monitor, serve, start }) => {
      if (monitor.unconcerned?.[name] !== undefined) return;
      const fault = faults[name];
      const good = await serve(monitor.good());
      const bad = typeof fault === "object" ? await serve(fault) : await serve(monitor.good(), { tls: true });
      if (fault === "refused") await bad.close();
      const one = await start(bad.url);
      for (const attempt of ["first", "second"]) {
        const seen = await settled(one.observe(), `a check of ${name}`);
        const isTaken = "value" in seen && !isBad(seen.value);
        assert.ok(!isTaken, `${name} in the ${attempt} check is taken for ${JSON.stringify(seen)}`);
        if ("error" in seen) assert.ok(seen.error instanceof Error, "what is thrown is no Error");
      }
      assertGood(await (await start(good.url)).observe());
    },
  ]),
) satisfies MonitorCases;

export const checkCases: MonitorCases = {
  async "finds a backend good that is well, in each check"({ monitor, serve, start }) {
    const { url } = await serve(monitor.good());
    const one = await start(url);
    await one.preflight();
    for (let check = 0; check < 3; check++) assertGood(await one.observe());
  },

  async "has facts that JSON can hold"({ monitor, serve, start }) {
    const { url } = await serve(monitor.good());
    const { facts = {} } = await (await start(url)).observe();
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
  },

  ...faultCases,

  async "sees a backend that comes back"({ monitor, serve, start }) {
    const good = monitor.good();
    let isDown = true;
    const answers = Array.isArray(good) ? [...good] : undefined;
    const { url } = await serve((request) => {
      if (isDown) return { fault: "reset" };
      if (typeof good === "function") return good(request);
      return (answers ? (answers.length > 1 ? answers.shift() : answers[0]) : (good as object)) ?? {};
    });
    const one = await start(url);
    await settled(one.observe(), "a check of a backend that is away");
    isDown = false;
    assertGood(await one.observe());
  },

  async "does not mind another one of its type"({ monitor, serve, start }) {
    const well = await start((await serve(monitor.good())).url);
    const ill = await start((await serve({ fault: "reset" })).url);
    const [first, second] = await Promise.all([settled(well.observe(), "a check"), settled(ill.observe(), "a check")]);
    assert.ok("value" in first && !isBad(first.value), "the one whose backend is well");
    assert.ok("error" in second || isBad(second.value), "the one whose backend is away");
    await ill.dispose();
    assertGood(await well.observe());
  },
};
