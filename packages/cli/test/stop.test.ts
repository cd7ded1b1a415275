import { fakeClock } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { createProject, startCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

async function start(says: Parameters<typeof sample>[0], cluster = fakeCluster(), terminal = false) {
  const clock = fakeClock(1_000_000);
  const cwd = await createProject({ ...chart, "helmwave.yml": sample(says) });
  return { run: startCli(["up"], { cwd, cluster, clock, terminal }), clock, cluster };
}

describe("the first signal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s in the middle of helm waits for helm and ends with %i", async (signal, code) => {
    const { run, cluster } = await start({ more: "  slowMs: 60000" });
    await run.written("deploying...");
    run.signal(signal);
    expect(await run.code).toBe(code);
    expect(cluster.releases()).toEqual(["nats: 1 failed"]);
    expect(run.stderr()).toContain(
      `[WARNING]: stopping, a second signal leaves at once  signal: ${signal}  waiting for: nats@nats`,
    );
    expect(run.stderr()).toContain(`[FATAL]: deploy stopped by ${signal}`);
  });

  it("in the middle of a monitor cancels it and leaves the release as it is", async () => {
    const { run, cluster } = await start({ up: "[hang]" });
    await run.written("✅");
    run.signal("SIGINT");
    expect(await run.code).toBe(130);
    expect(cluster.releases()).toEqual(["nats: 1 deployed"]);
    expect(run.stderr().split("revision: 1\n")[1]).toMatchInlineSnapshot(`
      "[WARNING]: stopping, a second signal leaves at once  signal: SIGINT
      [WARNING]: monitor cancelled        monitor: nats-up-metric
      [WARNING]: monitor cancelled        monitor: nats-delivered-metric
      [INFO]: Releases Success 1 / 1
      [INFO]: Monitors Success 0 / 2
      [FATAL]: deploy stopped by SIGINT
      "
    `);
    expect(run.stdout()).toMatchInlineSnapshot(`
      "          NAME           |   ERROR
      -------------------------+-----------
        nats-up-metric         | cancelled
        nats-delivered-metric  | cancelled
      "
    `);
  });

  it("before the run changes nothing", async () => {
    const cluster = fakeCluster();
    const { run } = await start({}, cluster);
    await run.written("Building releases...");
    run.signal("SIGTERM");
    expect(await run.code).toBe(143);
    expect(cluster.asked).toEqual([]);
    expect(run.stderr()).toContain("[FATAL]: stopped by SIGTERM; nothing was changed");
  });
});

describe("the second signal", () => {
  it("leaves at once and says what may be left behind", async () => {
    const { run, clock } = await start({ more: "  slowMs: 60000\n  stubborn: true" });
    await run.written("deploying...");
    run.signal("SIGINT");
    run.signal("SIGINT");
    expect(run.exits).toEqual([130]);
    expect(run.stderr()).toContain(
      "[FATAL]: left at once by a second SIGINT; this may be left behind:\n" +
        "          release nats@nats: its install was under way and may stay pending-install\n",
    );
    await clock.advance(120_000);
    await run.code;
  });
});

describe("on a terminal", () => {
  it("gives the cursor back when it is stopped", async () => {
    const { run, clock } = await start({ up: "[hang]" }, fakeCluster(), true);
    await run.written("✅");
    await clock.advance(300);
    expect(run.stderr()).toContain("nats-up-metric");
    run.signal("SIGINT");
    expect(await run.code).toBe(130);
    const [hidden, shown] = ["\x1b[?25l", "\x1b[?25h"].map((code) => run.stderr().lastIndexOf(code));
    expect(hidden).toBeGreaterThan(-1);
    expect(shown).toBeGreaterThan(hidden!);
  });

  it("is left clean by the second signal, too", async () => {
    const { run, clock } = await start({ more: "  slowMs: 60000\n  stubborn: true" }, fakeCluster(), true);
    await run.written("sync releases...");
    await clock.advance(300);
    run.signal("SIGINT");
    await clock.advance(300);
    run.signal("SIGINT");
    expect(run.stderr().lastIndexOf("\x1b[?25h")).toBeGreaterThan(run.stderr().lastIndexOf("\x1b[?25l"));
    expect(run.exits).toEqual([130]);
    await clock.advance(120_000);
    await run.code;
  });
});
