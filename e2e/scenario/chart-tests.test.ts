import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { inCluster } from "./in-cluster-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const enabled = { enabled: true };

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("tests that pass: run once after the upgrade, their logs shown where asked for", async ({ world }) => {
    const { given, release, run } = world;
    const keys = { tests: { ...enabled, force_show_logs: true } };
    await given({ releases: [release("app", { tests: true }, keys)] });
    const { events } = await run("up");
    expect(story(events)).toEqual(["app tested app-deep app-smoke", "app deployed 1", "exit 0"]);
    expect(events.find((event) => event.type === "release.tested")).toMatchObject({
      logs: { "app-smoke/main": "all is well" },
    });
    expect(story((await run("up")).events)).toEqual(["app unchanged 1", "exit 0"]);
  });

  it("a test that fails: the release has failed, with its log, and is not taken for unchanged", async ({ world }) => {
    const { given, release, monitor, run, cluster } = world;
    const config = (keys: object) => ({
      monitors: [monitor("m")],
      releases: [
        release("app", { tests: true, testFails: true }, { monitors: ["m"], tests: enabled, ...keys }),
        release("later", {}, { depends_on: ["app"] }),
      ],
    });
    await given(config({}));
    const first = await run("up");
    expect(story(first.events)).toEqual([
      ...["app failed HELM_TEST_FAILED", "later skipped", "m not-started", "exit 1"],
    ]);
    const failed = first.events.find((event) => event.type === "release.failed");
    expect(failed).toMatchObject({
      error: {
        message: `test "app-deep" of app@${world.namespace} failed`,
        facts: { logs: { "app-deep/main": "no answer from the queue" } },
      },
    });
    expect(await cluster.history("app")).toEqual(["deployed"]);

    await given(config({ tests: { ...enabled, filters: { "!name": ["app-deep"] } }, monitors: [] }));
    expect(story((await run("up", "--output", "ndjson")).events)).toEqual([
      ...["app tested app-smoke", "app deployed 2", "later deployed 1", "exit 0"],
    ]);
  });

  it("an atomic release goes back when its tests fail", async ({ world }) => {
    const { given, release, run, cluster } = world;
    const up = async (values: object) => {
      await given({ releases: [release("app", { tests: true, ...values }, { atomic: true, tests: enabled })] });
      return story((await run("up")).events);
    };
    await up({ version: "good" });
    expect(await up({ version: "bad", testFails: true })).toEqual([
      ...["app failed HELM_TEST_FAILED", "app rollback to 1 done", "exit 1"],
    ]);
    expect(await cluster.version("app")).toBe("good");
  });

  it("helm in the cluster: its tests pass and fail alike", async ({ world }) => {
    const { given, release, namespace } = world;
    const helm = await inCluster(helmMajor, namespace);
    const up = async (testFails: boolean) => {
      await given({ helm, releases: [release("app", { tests: true, testFails }, { tests: enabled })] });
      return told(world);
    };
    expect(await up(true)).toEqual(["app failed HELM_TEST_FAILED", "exit 1"]);
    expect(await up(true)).toEqual(["app failed HELM_TEST_FAILED", "exit 1"]);
    expect(await up(false)).toEqual(["app tested app-deep app-smoke", "app deployed 3", "exit 0"]);
  });
});

scenario("people read which test failed, and the end of its log", async ({ world }) => {
  const { given, release, run, namespace } = world;
  await given({ releases: [release("app", { tests: true, testFails: true }, { tests: enabled })] });
  const { stderr, stdout } = await run("up", "--output", "text", "--log-format", "text", "--log-color=false");
  expect(`${stdout}${stderr}`.replaceAll(namespace, "NS")).toMatch(
    /seen of the tests of app@NS:\n\s+pod app-deep, container main: Error, exit code 3\n\s+log of app-deep\/main:\n\s+no answer from the queue/,
  );
});

async function told({ run }: Scenario): Promise<string[]> {
  return story((await run("up")).events);
}
