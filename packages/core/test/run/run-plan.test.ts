import { describe, expect, it } from "vitest";
import { foldRun } from "../../src/run/fold-run.js";
import { runPlan } from "../../src/run/run-plan.js";
import type { RunState } from "../../src/run/run-state.js";
import { type Script, second, story, world } from "./world.js";

const sigint = { signal: "SIGINT", exitCode: 130 };

async function play(script: Script) {
  const { input, clock, events, stop, peak } = world(script);
  const done = runPlan(input);
  if (script.stopAt !== undefined) {
    await clock.advance(script.stopAt * second);
    stop.abort(sigint);
  }
  await clock.advance(900 * second);
  const report = await done;
  const folded = events.reduce<RunState | undefined>(foldRun, undefined);
  expect(folded).toEqual(report.state);
  expect(clock.pending()).toBe(0);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  return { report, events, told: `\n${story(events)}\n`, peak: peak() };
}

const flow: Script["releases"] = {
  r1: { monitors: { m1: "rollback" } },
  r2: { takes: 5, monitors: { m1: "rollback", m2: "rollback" } },
  r3: { monitors: { m2: "rollback" } },
};

describe("the seed's flow", () => {
  it("passes when all monitors pass, each started when its own releases are there", async () => {
    const { told } = await play({ releases: flow, monitors: { m1: { checks: "p" }, m2: { checks: "p" } } });
    expect(told).toMatchInlineSnapshot(`
      "
        0 r1 upgrade
        0 r2 upgrade
        0 r3 upgrade
        1 r1 deployed 2
        1 r3 deployed 2
        5 r2 deployed 2
        5 m1 watches r1:2 r2:2
        5 m2 watches r2:2 r3:2
       35 m1 passed
       35 m2 passed
       35 exit 0
      "
    `);
  });

  it("rolls back the releases of a failed monitor after all monitors exited", async () => {
    const { told } = await play({
      releases: flow,
      monitors: { m1: { checks: "f" }, m2: { checks: "p", everySeconds: 20 } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 r1 upgrade
        0 r2 upgrade
        0 r3 upgrade
        1 r1 deployed 2
        1 r3 deployed 2
        5 r2 deployed 2
        5 m1 watches r1:2 r2:2
        5 m2 watches r2:2 r3:2
       35 m1 failed: failure-threshold
       65 m2 passed
       65 undo r1 rollback by monitors, r2 rollback by monitors
       65 r2 rollback to 1
       65 r1 rollback to 1
       66 r2 undone, now 3
       66 r1 undone, now 3
       66 exit 1
      "
    `);
  });

  it("at once: undoes as soon as a verdict decides, and cancels monitors that watch only what is undone", async () => {
    const { told } = await play({
      releases: { ...flow, r1: { monitors: { m1: "rollback", m3: "rollback" } } },
      monitors: { m1: { checks: "f" }, m2: { checks: "p", everySeconds: 20 }, m3: { checks: "h", everySeconds: 20 } },
      run: { react: "at_once" },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 r1 upgrade
        0 r2 upgrade
        0 r3 upgrade
        1 r1 deployed 2
        1 r3 deployed 2
        1 m3 watches r1:2
        5 r2 deployed 2
        5 m1 watches r1:2 r2:2
        5 m2 watches r2:2 r3:2
       35 m1 failed: failure-threshold
       35 undo r1 rollback by monitors, r2 rollback by monitors
       35 m3 cancelled
       35 r2 rollback to 1
       35 r1 rollback to 1
       36 r2 undone, now 3
       36 r1 undone, now 3
       65 m2 passed
       65 exit 1
      "
    `);
  });
});

describe("failure isolation", () => {
  it("skips dependents with the root cause, goes on with the rest, and acts on monitors of healthy releases", async () => {
    const { told } = await play({
      releases: {
        db: { fails: true },
        api: { on: ["db"], monitors: { mapi: "rollback" } },
        web: { on: ["api"] },
        other: { monitors: { mo: "rollback" } },
      },
      monitors: { mapi: { checks: "p" }, mo: { checks: "f" } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 db upgrade
        0 other upgrade
        1 db failed HELM_NOT_READY
        1 other deployed 2
        1 api skipped: db failed
        1 mo watches other:2
        1 web skipped: api was skipped, since db failed
        1 mapi not-started: release api was skipped
       31 mo failed: failure-threshold
       31 undo other rollback by monitors
       31 other rollback to 1
       32 other undone, now 3
       32 exit 1
      "
    `);
  });

  it("lets dependents of an allow_failure release go on, and only doubts what could not be judged", async () => {
    const { told } = await play({
      releases: {
        a: { fails: true, allowFailure: true, monitors: { m: "rollback" } },
        b: { on: ["a"], monitors: { m: "rollback" } },
      },
      monitors: { m: { checks: "p" } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        1 a failed HELM_NOT_READY (allowed)
        1 b upgrade
        2 b deployed 2
        2 m not-started: release a failed
        2 exit 3
      "
    `);
  });

  it("undoes an atomic release that failed at once, whatever monitors still run", async () => {
    const { told } = await play({
      releases: {
        a: { fails: true, atomic: true },
        b: { fails: "untouched", atomic: true },
        c: { fails: true, atomic: true, before: "nothing" },
        d: { monitors: { m: "rollback" } },
      },
      monitors: { m: { checks: "p" } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        0 b upgrade
        0 c install
        0 d upgrade
        1 a failed HELM_NOT_READY
        1 b failed HELM_RENDER_FAILED
        1 c failed HELM_NOT_READY
        1 d deployed 2
        1 undo a rollback by failed, b rollback by failed, c uninstall by failed
        1 m watches d:2
        1 c uninstall
        1 b kept: its upgrade failed before it changed anything
        1 a rollback to 1
        2 c undone
        2 a undone, now 3
       31 m passed
       31 exit 1
      "
    `);
  });

  it("waits for the monitors of a dependency where the edge asks for it", async () => {
    const { told } = await play({
      releases: {
        db: { monitors: { m: "none" } },
        good: { monitored: ["ok"] },
        ok: { monitors: { n: "rollback" } },
        api: { monitored: ["db"] },
      },
      monitors: { m: { checks: "f" }, n: { checks: "p" } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 db upgrade
        0 ok upgrade
        1 db deployed 2
        1 ok deployed 2
        1 m watches db:2
        1 n watches ok:2
       31 m failed: failure-threshold
       31 n passed
       31 api skipped: monitor m of db did not pass
       31 good upgrade
       32 good deployed 2
       32 db kept: its monitors ask for no action
       32 exit 1
      "
    `);
  });
});

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

describe("a stop", () => {
  it("in the middle of an upgrade lets it end, starts nothing more and exits with the signal's code", async () => {
    const { told, report } = await play({
      releases: { a: { takes: 10 }, b: { on: ["a"] }, c: { takes: 1, monitors: { m: "rollback" } } },
      monitors: { m: { checks: "p" } },
      stopAt: 5,
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        0 c upgrade
        1 c deployed 2
        1 m watches c:2
        5 stopping on SIGINT
        5 a failed HELM_INTERRUPTED
        5 m cancelled
        5 b skipped: the run was stopped
        5 exit 130
      "
    `);
    expect(report.exitCode).toBe(130);
  });

  it("in the middle of a check cancels the monitor and undoes nothing", async () => {
    const { told } = await play({
      releases: { a: { monitors: { m: "rollback" } } },
      monitors: { m: { checks: "h" } },
      stopAt: 12,
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        1 a deployed 2
        1 m watches a:2
       12 stopping on SIGINT
       12 m cancelled
       12 exit 130
      "
    `);
  });

  it("keeps what was rejected when it comes before the undo", async () => {
    const { told } = await play({
      releases: { a: { monitors: { m: "rollback" } }, b: { monitors: { n: "rollback" } } },
      monitors: { m: { checks: "f" }, n: { checks: "p", everySeconds: 60 } },
      stopAt: 100,
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        0 b upgrade
        1 a deployed 2
        1 b deployed 2
        1 m watches a:2
        1 n watches b:2
       31 m failed: failure-threshold
      100 stopping on SIGINT
      100 n cancelled
      100 undo a rollback by monitors
      100 a kept: the run was stopped before its undo
      100 exit 130
      "
    `);
  });
});

describe("the limits of a run", () => {
  it("keeps to the parallel limit", async () => {
    const releases = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, {}]));
    expect((await play({ releases, parallelLimit: 3 })).peak).toBe(3);
  });

  it("starts no helm for unchanged releases", async () => {
    const releases = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`r${i}`, { before: "unchanged" as const }]),
    );
    const { peak, report } = await play({ releases });
    expect([peak, report.exitCode]).toEqual([0, 0]);
  });
});
