import { expect, it } from "vitest";
import { runMonitors } from "../../src/run/run-monitors.js";
import { type RunUndoInput, runUndo } from "../../src/run/run-undo.js";
import { type Script, second, story, world } from "./world.js";

async function play(script: Script, how: Pick<RunUndoInput, "command" | "toRevision">) {
  const { input, clock, events } = world(script);
  const done = runUndo({ ...input, ...how });
  await clock.advance(60 * second);
  return { ...(await done), told: `\n${story(events)}\n` };
}

const releases: Script["releases"] = {
  db: { before: { revision: 3, lastGood: 3, earlierGood: 2 } },
  api: { on: ["db"], before: { revision: 5, status: "failed", lastGood: 4, earlierGood: 1 } },
  web: { on: ["api"], before: "nothing" },
};

it("down uninstalls dependents first and passes over what is not installed", async () => {
  const { told, exitCode } = await play({ releases }, { command: "down" });
  expect(told).toMatchInlineSnapshot(`
    "
      0 web kept: it is not installed
      0 undo db uninstall by command, api uninstall by command
      0 api uninstall
      1 api undone
      1 db uninstall
      2 db undone
      2 exit 0
    "
  `);
  expect(exitCode).toBe(0);
});

it("rollback goes to each release's good revision before the present one, and tells which has none", async () => {
  const { told, exitCode } = await play({ releases }, { command: "rollback" });
  expect(told).toMatchInlineSnapshot(`
    "
      0 web undo failed: release "web": it is not installed
      0 undo db rollback by command, api rollback by command
      0 api rollback to 4
      1 api undone, now 6
      1 db rollback to 2
      2 db undone, now 4
      2 exit 1
    "
  `);
  expect(exitCode).toBe(1);
});

it("rollback takes the revision that the user names", async () => {
  const { told } = await play({ releases: { db: {} } }, { command: "rollback", toRevision: 1 });
  expect(told).toContain("db rollback to 1");
});

it.each([
  ["p", 0],
  ["f", 1],
])("monitors alone (%s) end with exit %i and touch no release", async (checks, exitCode) => {
  const { input, clock, events } = world({
    releases: { a: { monitors: { m: "rollback" } } },
    monitors: { m: { checks } },
  });
  const done = runMonitors(input);
  await clock.advance(60 * second);

  expect((await done).exitCode).toBe(exitCode);
  expect(story(events)).not.toMatch(/a (upgrade|rollback)/);
});
