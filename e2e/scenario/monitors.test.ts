import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("two monitors shared by three releases: the failed one's releases go back, the third stays", async ({ world }) => {
    const { given, release, monitor, run, target, cluster } = world;
    const config = (version: string) => ({
      monitors: [
        monitor("m1", { success_threshold: 2, failure_threshold: 2 }),
        monitor("m2", { success_threshold: 2, failure_threshold: 2 }),
      ],
      releases: [
        release("r1", { version }, { monitors: ["m1"] }),
        release("r2", { version }, { monitors: ["m1", "m2"] }),
        release("r3", { version }, { monitors: ["m2"] }),
      ],
    });
    await given(config("good"));
    expect((await run("up")).exitCode).toBe(0);
    target.answer("/m1", 503);
    await given(config("bad"));
    const second = await run("up");

    expect(story(second.events).sort()).toEqual([
      "exit 1",
      "m1 failed failure-threshold",
      "m2 passed",
      "r1 deployed 2",
      "r1 rollback to 1 done",
      "r2 deployed 2",
      "r2 rollback to 1 done",
      "r3 deployed 2",
    ]);
    expect(await Promise.all(["r1", "r2", "r3"].map(cluster.version))).toEqual(["good", "good", "bad"]);
    expect(await cluster.history("r1")).toEqual(["superseded", "superseded", "deployed"]);
  });

  it("a rejected first install is uninstalled", async ({ world }) => {
    const { given, release, monitor, run, target, cluster } = world;
    target.answer("/m", 500);
    await given({
      monitors: [monitor("m", { failure_threshold: 2 })],
      releases: [release("app", {}, { monitors: ["m"] })],
    });
    const { events, exitCode } = await run("up");

    expect(story(events)).toEqual(["app deployed 1", "m failed failure-threshold", "app uninstall done", "exit 1"]);
    expect(exitCode).toBe(1);
    expect([await cluster.history("app"), await cluster.version("app")]).toEqual([[], undefined]);
  });
});

scenario("a monitor that recovers before its threshold passes", async ({ world }) => {
  const { given, release, monitor, run, target, cluster } = world;
  target.answer("/m", 503, 503, 200);
  await given({ monitors: [monitor("m")], releases: [release("app", {}, { monitors: ["m"] })] });

  expect(story((await run("up")).events)).toEqual(["app deployed 1", "m passed", "exit 0"]);
  expect(target.count("/m")).toBe(5);
  expect(await cluster.history("app")).toEqual(["deployed"]);
});

scenario("a monitor that flaps fails at its total timeout", async ({ world }) => {
  const { given, release, monitor, run, target } = world;
  target.answer("/m", ...Array.from({ length: 50 }, (_, index) => (index % 2 ? 200 : 503)));
  await given({
    monitors: [monitor("m", { total_timeout: 5 })],
    releases: [release("app", {}, { monitors: ["m"] })],
  });

  expect(story((await run("up")).events)).toContain("m failed total-timeout");
});

scenario("a strict action wins, and none leaves the release", async ({ world }) => {
  const { given, release, monitor, run, target, cluster } = world;
  target.answer("/m1", 503);
  target.answer("/m2", 503);
  await given({
    monitors: [monitor("m1", { failure_threshold: 1 }), monitor("m2", { failure_threshold: 2 })],
    releases: [
      release("gone", {}, { monitors: [{ name: "m1" }, { name: "m2", action: "uninstall" }] }),
      release("stays", {}, { monitors: [{ name: "m1", action: "none" }] }),
    ],
  });
  await run("up");

  expect(await Promise.all(["gone", "stays"].map(cluster.version))).toEqual([undefined, "1"]);
});
