import assert from "node:assert/strict";
import type { Answer, SeenRequest } from "../answer.js";
import { environmentReads } from "../environment-reads.js";
import { ownOutput } from "../own-output.js";
import type { MonitorCases } from "./monitor-case.js";
import type { MonitorStage } from "./monitor-stage.js";
import { settled } from "./settled.js";
import type { StartedMonitor } from "./started-monitor.js";

/** Says back all that it was asked with, as error pages do. */
const echo =
  (status: number) =>
  (request: SeenRequest): Answer => ({
    ...{ status, headers: { "x-echo": JSON.stringify(request.headers) } },
    body: `${request.path} ${JSON.stringify(request.headers)} ${request.body}`,
  });

/** A life with a check that is good and some that are not. */
async function live({ monitor, serve, start }: MonitorStage): Promise<{ texts: string[]; one: StartedMonitor }[]> {
  const scripts = [monitor.good(), echo(200), echo(500), echo(401), { fault: "reset" } as const];
  return Promise.all(
    scripts.map(async (script) => {
      const one = await start((await serve(script)).url);
      const seen = await settled(one.observe(), "a check");
      await one.dispose();
      return { texts: [told(seen), one.told()], one };
    }),
  );
}

function told(seen: { readonly value: unknown } | { readonly error: unknown }): string {
  if ("value" in seen) return JSON.stringify(seen.value);
  const { error } = seen;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : told({ error: error.cause });
  return [error.message, JSON.stringify(error), error.stack, cause].join("\n");
}

export const mannerCases: MonitorCases = {
  async "tells no secret of its options"(stage) {
    for (const { texts, one } of await live(stage))
      for (const text of texts) {
        const masked = [...one.host.secrets].reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
        assert.ok(
          !masked.includes(stage.secret),
          `tells the secret, which it did not register: ${masked.slice(0, 500)}`,
        );
      }
  },

  async "writes nothing to stdout and stderr"(stage) {
    assert.equal(await ownOutput(async () => void (await live(stage))), "");
  },

  async "reads no variable of the environment"(stage) {
    assert.deepEqual(await environmentReads(async () => void (await live(stage))), []);
  },
};
