import { describe, expect, it } from "vitest";
import { play } from "./play.js";
import type { Script } from "./world.js";

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
        1 other deployed 2
        1 db failed HELM_NOT_READY
        1 mo watches other:2
        1 api skipped: db failed
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
        1 d deployed 2
        1 a failed HELM_NOT_READY
        1 b failed HELM_RENDER_FAILED
        1 c failed HELM_NOT_READY
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
