import { describe, expect, it } from "vitest";
import { play } from "./play.js";
import type { Script } from "./world.js";

describe("what an undo goes back to", () => {
  it.each<[claim: string, script: Script["releases"][string], run: Script["run"], said: RegExp]>([
    [
      "the newest good revision, not the one before",
      { before: { revision: 7, status: "failed", lastGood: 4 } },
      {},
      /r rollback to 4/,
    ],
    ["uninstall on a first install", { before: "nothing" }, {}, /r uninstall\n.*r undone\n/],
    [
      "keep on a first install where asked",
      { before: "nothing" },
      { firstInstall: "keep" },
      /r kept: it had no good revision/,
    ],
    [
      "uninstall where nothing was ever good",
      { before: { revision: 2, status: "failed", lastGood: undefined as never } },
      {},
      /r uninstall\n/,
    ],
    [
      "uninstall when it was uninstalled before",
      { before: { status: "uninstalled", lastGood: 1 } },
      {},
      /r install\n(.*\n)*.*r uninstall\n/,
    ],
    [
      "what a recovery of a pending release left",
      {
        before: { revision: 3, status: "pending-upgrade", lastGood: 2 },
        recovers: { action: "rollback", status: "pending-upgrade", toRevision: 2, lastGood: 4 },
      },
      {},
      /r was pending-upgrade, rollback\n(.*\n)*.*r rollback to 4\n/,
    ],
    [
      "uninstall when a recovery had to remove it",
      {
        before: { revision: 3, status: "pending-upgrade", lastGood: 2 },
        recovers: { action: "uninstall", status: "pending-upgrade" },
      },
      {},
      /r uninstall\n/,
    ],
    ["keep when this run changed nothing", { before: "unchanged" }, {}, /r kept: this run did not change it/],
    ["keep when no action is asked for", { monitors: { m: "none" } }, {}, /r kept: its monitors ask for no action/],
    [
      "the strongest action of several failed monitors",
      { monitors: { m: "rollback", n: "uninstall" } },
      {},
      /r uninstall\n/,
    ],
    ["an undo that fails is told and is exit 1", { undoFails: true }, {}, /r undo failed: no way back\n.*exit 1/],
  ])("%s", async (_, own, run, said) => {
    const { told, report } = await play({
      releases: { r: { monitors: { m: "rollback" }, ...own } },
      monitors: { m: { checks: "f" }, ...(own.monitors && "n" in own.monitors ? { n: { checks: "f" } } : {}) },
      run: run ?? {},
    });
    expect(told).toMatch(said);
    expect(report.exitCode).toBe(1);
  });
});

it("an atomic release whose tests fail goes back, and nothing that depends on it is deployed", async () => {
  const { told } = await play({
    releases: { db: { tests: "fail", atomic: true }, api: { on: ["db"], tests: "pass" }, other: { tests: "pass" } },
  });
  expect(told).toMatch(/db failed HELM_TEST_FAILED\n/);
  expect(told).toMatch(/db rollback to 1\n/);
  expect(told).toMatch(/api skipped/);
  expect(told).toMatch(/other tested\n.*other deployed 2\n/);
});

it("tests nothing that is unchanged and has passed, and deploys again what has not", async () => {
  const { told } = await play({
    releases: {
      same: { before: "unchanged", tests: "pass" },
      untested: { before: { digest: "new untested", untested: true }, tests: "pass" },
    },
  });
  expect(told).toMatch(/same unchanged 1\n/);
  expect(told).not.toMatch(/same tested/);
  expect(told).toMatch(/untested tested\n.*untested deployed 2\n/);
});

describe("group undo", () => {
  const releases: Script["releases"] = {
    db: { monitors: { m: "rollback" } },
    api: { on: ["db"] },
    web: { on: ["api"], takes: 2 },
    other: {},
  };
  const monitors = { m: { checks: "f" } };

  it("takes dependents along, dependents first, where run.undo is dependents", async () => {
    const { told } = await play({ releases, monitors, run: { undo: "dependents" } });
    expect(told).toMatchInlineSnapshot(`
      "
        0 db upgrade
        0 other upgrade
        1 db deployed 2
        1 other deployed 2
        1 m watches db:2
        1 api upgrade
        2 api deployed 2
        2 web upgrade
        4 web deployed 2
       31 m failed: failure-threshold
       31 undo db rollback by monitors, api rollback by group, web rollback by group
       31 web rollback to 1
       32 web undone, now 3
       32 api rollback to 1
       33 api undone, now 3
       33 db rollback to 1
       34 db undone, now 3
       34 exit 1
      "
    `);
  });

  it("takes along all that this run changed where run.undo is all", async () => {
    const { told } = await play({
      releases: { ...releases, same: { before: "unchanged" } },
      monitors,
      run: { undo: "all" },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 same unchanged 1
        0 db upgrade
        0 other upgrade
        1 db deployed 2
        1 other deployed 2
        1 m watches db:2
        1 api upgrade
        2 api deployed 2
        2 web upgrade
        4 web deployed 2
       31 m failed: failure-threshold
       31 undo db rollback by monitors, api rollback by group, web rollback by group, other rollback by group
       31 other rollback to 1
       31 web rollback to 1
       32 other undone, now 3
       32 web undone, now 3
       32 api rollback to 1
       33 api undone, now 3
       33 db rollback to 1
       34 db undone, now 3
       34 exit 1
      "
    `);
  });

  it("at once: waits for dependents that are still deploying and starts no further ones", async () => {
    const { told } = await play({
      releases: { ...releases, web: { on: ["api"], takes: 60 }, late: { on: ["web"] } },
      monitors,
      run: { undo: "dependents", react: "at_once" },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 db upgrade
        0 other upgrade
        1 db deployed 2
        1 other deployed 2
        1 m watches db:2
        1 api upgrade
        2 api deployed 2
        2 web upgrade
       31 m failed: failure-threshold
       31 undo db rollback by monitors, api rollback by group, web rollback by group
       62 web deployed 2
       62 late skipped: web is being undone
       62 web rollback to 1
       63 web undone, now 3
       63 api rollback to 1
       64 api undone, now 3
       64 db rollback to 1
       65 db undone, now 3
       65 exit 1
      "
    `);
  });
});
