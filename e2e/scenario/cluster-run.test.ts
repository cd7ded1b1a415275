import { describe, expect } from "vitest";
import { defaultImage } from "../../packages/cli/src/cluster-run/default-image.js";
import { helmMajors } from "../tools/helm.js";
import { clusterRun, loadRunImage, shellMonitor } from "./cluster-run-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const secret = "correct-horse-battery";
const mine = ["--selector", "app.kubernetes.io/component=run"];

/** A release with a monitor whose Job ends with this code. */
async function given(world: Scenario, version: string, code: number, run: object, more: object = {}) {
  const monitors = [shellMonitor("look", `echo looked at version ${version}; exit ${code}`)];
  await world.given({ run, monitors, releases: [world.release("app", { version }, { monitors: ["look"] })], ...more });
}

describe.each(helmMajors)("a run in the cluster with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("deploys, is watched there, and goes back on a monitor's word", async ({ world }) => {
    const { run, cluster, namespace } = world;
    const job = await clusterRun(helmMajor, namespace);
    await given(world, "1", 0, job);
    const good = await run("up");
    expect(story(good.events)).toEqual(["app deployed 1", "look passed", "exit 0"]);
    expect(good.exitCode).toBe(0);

    await given(world, "2", 1, job);
    const bad = await run("up");
    expect(story(bad.events)).toEqual([
      ...["app deployed 2", "look failed failure-threshold", "app rollback to 1 done", "exit 1"],
    ]);
    expect(bad.exitCode).toBe(1);
    expect(bad.events.map(({ seq }) => seq)).toEqual(bad.events.map((_, index) => index + 1));
    expect(await cluster.version("app")).toBe("1");
    expect(await cluster.history("app")).toEqual(["superseded", "superseded", "deployed"]);

    const again = await run("attach", good.events[0]!.type === "run.started" ? good.events[0]!.run : "");
    expect(again.events).toEqual(good.events);
    expect(again.exitCode).toBe(0);
  });
});

scenario("reads as a run of this machine, but for place and times", async ({ world }) => {
  const { run, namespace } = world;
  const texts = [];
  for (const where of [await clusterRun(4, namespace), {}]) {
    for (const [version, code] of [
      ["1", 0],
      ["2", 1],
    ] as const) {
      await given(world, version, code, where);
      const { stdout, stderr, exitCode } = await run("up", "--output", "text");
      const log = stderr.split("\n").filter((line) => !/running in the cluster|^ {10}|show graph/.test(line));
      texts.push({ exitCode, stdout, log });
    }
    await run("down");
  }
  expect(texts.map(({ exitCode }) => exitCode)).toEqual([0, 1, 0, 1]);
  expect(texts.slice(0, 2)).toEqual(texts.slice(2));
});

scenario("shows nothing secret in the Job, its pod, its log and its events", async ({ world }) => {
  const { release, run, cluster, namespace } = world;
  process.env.CLUSTER_RUN_TOKEN = secret;
  const job = await clusterRun(4, namespace, { env: ["CLUSTER_RUN_TOKEN"] });
  const monitor = shellMonitor("look", "exit 0");
  await world.given({
    run: job,
    monitors: [{ ...monitor, "k8s-job": { ...monitor["k8s-job"], env: { PASSWORD: `${secret}-2` } } }],
    releases: [release("app", { password: `${secret}-3` }, { monitors: ["look"] })],
  });
  const { exitCode, stdout, stderr } = await run("up", "--log-level", "debug");
  expect(exitCode).toBe(0);
  const job1 = await cluster.kubectl("get", "jobs", ...mine, "--output", "name");
  const pods = await cluster.kubectl("get", "pods", ...mine, "--output", "yaml");
  const seen = await cluster.kubectl("get", "jobs,events,configmaps", "--output", "yaml");
  const log = await cluster.kubectl("logs", job1);
  for (const text of [seen, pods, log, stdout, stderr]) expect(text).not.toContain(secret);
});

scenario("deploys by Jobs of its own where helm's backend is in the cluster, too", async ({ world }) => {
  const { namespace, run, cluster } = world;
  const { inCluster } = await import("./in-cluster-world.js");
  const helm = await inCluster(4, namespace, { create_namespace: false, rbac: "none", service_account: "helmwatch" });
  await given(world, "1", 0, await clusterRun(4, namespace), { helm });
  const { events, exitCode } = await run("up");
  expect(story(events)).toEqual(["app deployed 1", "look passed", "exit 0"]);
  expect(exitCode).toBe(0);
  expect(await cluster.version("app")).toBe("1");
});

scenario("starts no Job for a second run of what is there already", async ({ world }) => {
  const { release, run, cluster, namespace } = world;
  await world.given({ run: await clusterRun(4, namespace), releases: [release("app")] });
  expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
  const second = await run("up");
  expect(story(second.events)).toEqual(["app unchanged 1", "exit 0"]);
  expect(second.stderr).toContain("nothing changed, so no Job is started");
  expect((await cluster.kubectl("get", "jobs", ...mine, "--output", "name")).split("\n")).toHaveLength(1);
});

scenario("the image need not be named: it is the one that is published with helmwatch", async ({ world }) => {
  const { given, release, run, cluster, namespace } = world;
  await loadRunImage(4, `docker.io/${defaultImage}`);
  const where = { namespace, create_namespace: true, rbac: "namespaced" };
  await given({ run: { in_cluster: where }, releases: [release("app", { version: "1" })] });
  expect(story((await run("up", "--in-cluster")).events)).toEqual(["app deployed 1", "exit 0"]);
  expect(await cluster.version("app")).toBe("1");
});
