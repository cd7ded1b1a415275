import { describe, expect, it } from "vitest";
import { play } from "./play.js";

describe("hooks of an up", () => {
  it("run around the run and around each release, and those after a step know how it went", async () => {
    const { told, report } = await play({
      hooks: { pre_up: ["ok"], post_up: ["ok"] },
      releases: { a: { hooks: { pre_up: ["ok", "ok"], post_up: ["ok"] } } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        1 pre_up ok
        1 a upgrade
        2 a pre_up ok
        3 a pre_up ok
        4 a post_up result=succeeded
        5 a post_up ok
        5 a deployed 2
        5 post_up result=succeeded
        6 post_up ok
        6 exit 0
      "
    `);
    expect(report.exitCode).toBe(0);
  });

  it("that fail before the run leave everything as it is", async () => {
    const { told, report } = await play({ hooks: { pre_up: ["fail", "ok"], post_up: ["ok"] }, releases: { a: {} } });
    expect(told).toMatchInlineSnapshot(`
      "
        1 pre_up failed
        1 a skipped: hook pre_up failed
        1 exit 1
      "
    `);
    expect(report.exitCode).toBe(1);
  });

  it("that fail before a release fail it, and its dependents are skipped", async () => {
    const { told } = await play({ releases: { a: { hooks: { pre_up: ["fail"] } }, b: { on: ["a"] } } });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        1 a pre_up failed
        1 a failed HOOK_FAILED
        1 b skipped: a failed
        1 exit 1
      "
    `);
  });

  it("that may fail change nothing", async () => {
    const { told, report } = await play({
      hooks: { pre_up: ["fail?"] },
      releases: { a: { hooks: { post_up: ["fail?"] } } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        1 pre_up failed (allowed)
        1 a upgrade
        2 a post_up result=succeeded
        3 a post_up failed (allowed)
        3 a deployed 2
        3 exit 0
      "
    `);
    expect(report.exitCode).toBe(0);
  });

  it("after a failed release run all the same, and tell why", async () => {
    const { told } = await play({
      hooks: { post_up: ["ok"] },
      releases: { a: { fails: true, hooks: { post_up: ["fail"] } } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        1 a post_up result=failed not ready
        2 a post_up failed
        2 a failed HELM_NOT_READY
        2 post_up result=failed a failed
        3 post_up ok
        3 exit 1
      "
    `);
  });

  it("that fail after the run fail it", async () => {
    const { report } = await play({ hooks: { post_up: ["fail"] }, releases: { a: {} } });
    expect(report.exitCode).toBe(1);
  });

  it("do not run for a release that is unchanged", async () => {
    const { told } = await play({ releases: { a: { before: "unchanged", hooks: { pre_up: ["fail"] } } } });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a unchanged 1
        0 exit 0
      "
    `);
  });

  it("are ended by a stop before a step; those after it still run", async () => {
    const { told, report } = await play({
      hooks: { post_up: ["ok"] },
      releases: { a: { takes: 5, hooks: { post_up: ["ok"] } }, b: { on: ["a"], hooks: { pre_up: ["ok"] } } },
      stopAt: 2,
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        2 stopping on SIGINT
        2 a post_up result=failed helm was interrupted
        3 a post_up ok
        3 a failed HELM_INTERRUPTED
        3 post_up result=failed a failed
        4 post_up ok
        4 b skipped: the run was stopped
        4 exit 130
      "
    `);
    expect(report.exitCode).toBe(130);
  });
});

describe("hooks of an undo by monitors", () => {
  it.each([
    ["rollback", "pre_rollback", "post_rollback"],
    ["uninstall", "pre_down", "post_down"],
  ] as const)("are the release's own for %s: %s and %s", async (action, pre, post) => {
    const { events } = await play({
      hooks: { pre_rollback: ["fail"], pre_down: ["fail"] },
      releases: { a: { monitors: { m: action }, hooks: { [pre]: ["ok"], [post]: ["ok"] } } },
      monitors: { m: { checks: "f" } },
    });
    const hooks = events.flatMap((event) => (event.type === "hook.ended" ? [event] : []));
    expect(hooks.map(({ release, phase, error }) => [release, phase, error])).toEqual([
      ["a", pre, undefined],
      ["a", post, undefined],
    ]);
  });

  it("that fail before it are its failure", async () => {
    const { told, report } = await play({
      releases: { a: { monitors: { m: "rollback" }, hooks: { pre_rollback: ["fail"] } } },
      monitors: { m: { checks: "f", threshold: 1 } },
    });
    expect(told).toMatchInlineSnapshot(`
      "
        0 a upgrade
        1 a deployed 2
        1 m watches a:2
       11 m failed: failure-threshold
       11 undo a rollback by monitors
       11 a rollback to 1
       12 a pre_rollback failed
       12 a undo failed: it exited with 1
       12 exit 1
      "
    `);
    expect(report.exitCode).toBe(1);
  });

  it("are not cut short by a stop: an undo that has begun goes on", async () => {
    const { events } = await play({
      releases: { a: { monitors: { m: "rollback" }, hooks: { pre_rollback: ["ok"] } } },
      monitors: { m: { checks: "f", threshold: 1 } },
      stopAt: 11.5, // A second of upgrade, ten until the check; the hook takes one.
    });
    const done = events.flatMap((event) =>
      event.type === "undo.done" || event.type === "run.stopping" ? [event.type] : [],
    );
    expect(done).toEqual(["run.stopping", "undo.done"]);
  });
});
