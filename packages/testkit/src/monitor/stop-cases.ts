import assert from "node:assert/strict";
import type { Answer } from "../answer.js";
import { gate } from "../gate.js";
import type { MonitorCases } from "./monitor-case.js";
import { settled } from "./settled.js";

/** How long a check may take to end on its abort, in milliseconds. */
const promptMs = 1_000;

const stalled: Readonly<Record<string, (never_: Promise<void>) => Answer>> = {
  "while nothing is answered": (never) => ({ after: never }),
  "in the middle of the body": (never) => ({ body: '{"some": "text that is long enough"}', rest: never }),
};

export const stopCases: MonitorCases = {
  ...Object.fromEntries(
    Object.entries(stalled).map(([when, answer]) => [
      `ends at once when it is aborted ${when}, and leaves nothing`,
      async ({ serve, start }) => {
        const held = gate();
        const server = await serve(answer(held.opened));
        const one = await start(server.url);
        const control = new AbortController();
        const check = one.observe(control.signal);
        check.catch(() => {});
        await settled(Promise.race([server.requested(1), check]), "asking the backend");
        await new Promise((resolve) => setTimeout(resolve, 50));
        control.abort(new Error("enough"));
        await settled(check, "a check that was aborted", promptMs);
        await one.dispose();
        assert.equal(one.host.clock.pending(), 0, "timers are left");
        await settled(server.connections(0), "a connection to the backend after dispose");
        held.open();
      },
    ]),
  ),

  async "asks nobody in a check that was aborted before it began"({ monitor, serve, start }) {
    const server = await serve(monitor.good());
    const one = await start(server.url);
    const outcome = await settled(one.observe(AbortSignal.abort(new Error("enough"))), "a check aborted beforehand");
    assert.ok("error" in outcome, "it gives a result");
    // What it asked would come before this.
    await (await fetch(`${server.url}/the-suite`)).text();
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ["/the-suite"],
      "it asked the backend",
    );
  },

  async "leaves no connection and no timer behind at its end"({ monitor, serve, start }) {
    const server = await serve(monitor.good());
    const one = await start(server.url);
    for (let check = 0; check < 2; check++) await one.observe();
    await one.dispose();
    assert.equal(one.host.clock.pending(), 0, "timers are left");
    await settled(server.connections(0), "a connection to the backend after dispose");
  },
};
