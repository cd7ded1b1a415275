import { describe, expect, it } from "vitest";
import { play } from "./play.js";

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
        5 m cancelled
        5 a failed HELM_INTERRUPTED
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
