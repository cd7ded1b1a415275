import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("a failed release: dependents are skipped, healthy ones are watched and undone all the same", async ({
    world,
  }) => {
    const { given, release, monitor, run, target, cluster } = world;
    const config = (version: string, hookFails: boolean) => ({
      monitors: [monitor("m", { failure_threshold: 2, success_threshold: 2 })],
      releases: [
        release("db", { version, hookFails }),
        release("api", { version }, { depends_on: ["db"] }),
        release("web", { version }, { depends_on: ["api"] }),
        release("other", { version }, { monitors: ["m"] }),
      ],
    });
    await given(config("good", false));
    expect((await run("up")).exitCode).toBe(0);
    target.answer("/m", 503);
    await given(config("bad", true));
    const second = await run("up");

    expect(story(second.events).sort()).toEqual([
      "api skipped",
      "db failed HELM_HOOK_FAILED",
      "exit 1",
      "m failed failure-threshold",
      "other deployed 2",
      "other rollback to 1 done",
      "web skipped",
    ]);
    expect(await Promise.all(["db", "api", "web", "other"].map(cluster.version))).toEqual(Array(4).fill("good"));
  });

  it("an atomic release whose pods never get ready goes back to its good revision", async ({ world }) => {
    const { given, release, run, cluster } = world;
    const config = (version: string, ready: boolean) => ({
      releases: [release("app", { version, ready, pod: true }, { wait: true, atomic: true, timeout: ready ? 60 : 5 })],
    });
    await given(config("good", true));
    expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
    await given(config("bad", false));
    const second = await run("up");

    expect(story(second.events)).toEqual(["app failed HELM_NOT_READY", "app rollback to 1 done", "exit 1"]);
    expect(second.events.find((event) => event.type === "undo.evidence")).toBeDefined();
    expect(await cluster.version("app")).toBe("good");
  });
});

scenario("group undo takes the dependents back first", async ({ world }) => {
  const { given, release, monitor, run, target, cluster } = world;
  const config = (version: string) => ({
    run: { undo: "dependents" },
    monitors: [monitor("m", { failure_threshold: 2, success_threshold: 2 })],
    releases: [
      release("db", { version }, { monitors: ["m"] }),
      release("api", { version }, { depends_on: ["db"] }),
      release("other", { version }),
    ],
  });
  await given(config("good"));
  await run("up");
  target.answer("/m", 503);
  await given(config("bad"));
  const { events } = await run("up");

  expect(events.flatMap((event) => (event.type === "undo.done" ? [event.release.split("@")[0]] : []))).toEqual([
    "api",
    "db",
  ]);
  expect(await Promise.all(["db", "api", "other"].map(cluster.version))).toEqual(["good", "good", "bad"]);
});

scenario("down removes everything, dependents first, and again is no failure", async ({ world }) => {
  const { given, release, run, cluster } = world;
  await given({ releases: [release("db"), release("api", {}, { depends_on: ["db"] })] });
  await run("up");
  const down = await run("down");

  expect(story(down.events)).toEqual(["api uninstall done", "db uninstall done", "exit 0"]);
  expect((await run("down")).exitCode).toBe(0);
  expect(await cluster.history("db")).toEqual([]);
});

scenario("rollback goes back one good revision", async ({ world }) => {
  const { given, release, run, cluster } = world;
  for (const version of ["1", "2"]) {
    await given({ releases: [release("app", { version })] });
    await run("up");
  }

  expect(story((await run("rollback")).events)).toEqual(["app rollback to 1 done", "exit 0"]);
  expect(await cluster.version("app")).toBe("1");
});
