import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject } from "vitest";
import { parse, stringify } from "yaml";
import { defaultImage } from "../../plugins/helm-in-cluster/src/in-cluster-options.js";
import { helmMajors } from "../tools/helm.js";
import { inCluster, loadHelmImage } from "./in-cluster-world.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const secret = "correct-horse-battery";

describe.each(helmMajors)("helm %i in the cluster", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("installs, upgrades, goes back on a monitor's word and uninstalls, and leaves no Job", async ({ world }) => {
    const { given, release, monitor, run, target, cluster, namespace } = world;
    const helm = await inCluster(helmMajor, namespace);
    const up = async (version: string) => {
      const monitors = [monitor("m", { failure_threshold: 1, success_threshold: 1 })];
      await given({ helm, monitors, releases: [release("app", { version }, { monitors: ["m"] })] });
      return story((await run("up")).events);
    };
    expect(await up("1")).toEqual(["app deployed 1", "m passed", "exit 0"]);
    target.answer("/m", 500);
    expect(await up("2")).toEqual([
      ...["app deployed 2", "m failed failure-threshold", "app rollback to 1 done", "exit 1"],
    ]);
    expect(await cluster.version("app")).toBe("1");
    expect(await cluster.history("app")).toEqual(["superseded", "superseded", "deployed"]);

    expect((await run("down")).exitCode).toBe(0);
    expect(await cluster.history("app")).toEqual([]);
    const left = () => cluster.kubectl("get", "jobs,pods,secrets", "--output", "name");
    await expect.poll(left, { timeout: 30_000 }).toBe("");
  });

  it("tells a failed hook, keeps its Job for a look, and shows no value anywhere", async ({ world }) => {
    const { given, release, run, cluster, namespace } = world;
    const helm = await inCluster(helmMajor, namespace);
    await given({ helm, releases: [release("app", { hookFails: true, password: secret })] });
    const { events, stdout, stderr } = await run("up");
    expect(story(events)).toEqual(["app failed HELM_HOOK_FAILED", "exit 1"]);

    const mine = ["--selector", "app.kubernetes.io/managed-by=helmwatch,helmwatch/operation=upgrade"];
    const job = await cluster.kubectl("get", "jobs", ...mine, "--output", "name");
    expect(job).toMatch(/^job\.batch\/helmwatch-app-[0-9a-f]{10}$/);
    const log = await cluster.kubectl("logs", job);
    expect(log).toMatch(/^2 Error: .*pre-install/m);
    const seen = await cluster.kubectl("get", "jobs,pods,events,configmaps", "--output", "yaml");
    for (const text of [seen, log, stdout, stderr]) expect(text).not.toContain(secret);
    expect(seen).not.toContain(Buffer.from(secret).toString("base64"));
  });
});

scenario(
  "a release of another context runs in that cluster, and nothing is asked of the run's own",
  async ({ world }) => {
    const { given, release, run, cluster, namespace, folder } = world;
    const config = parse(await readFile(inject("kubeconfig"), "utf8"));
    const [{ context }] = config.contexts;
    config.clusters.push({ name: "dead", cluster: { server: "https://127.0.0.1:1" } });
    config.contexts = [
      { name: "dead", context: { ...context, cluster: "dead" } },
      { name: "alive", context },
    ];
    config["current-context"] = "dead";
    const kubeconfig = join(folder, "contexts.kubeconfig");
    await writeFile(kubeconfig, stringify(config));
    const helm = await inCluster(4, namespace);
    await given({ helm, releases: [release("app", { version: "1" }, { context: "alive" })] });
    expect(story((await run("up", "--kubeconfig", kubeconfig)).events)).toEqual(["app deployed 1", "exit 0"]);
    expect(await cluster.history("app")).toEqual(["deployed"]);
  },
);

scenario("a pod that never gets ready fails the release with what helm in its Job said", async ({ world }) => {
  const { given, release, run, namespace } = world;
  const helm = await inCluster(4, namespace);
  await given({ helm, releases: [release("app", { pod: true, ready: false }, { wait: true, timeout: 5 })] });
  const { events } = await run("up");
  expect(story(events)).toEqual(["app failed HELM_NOT_READY", "exit 1"]);
  expect(JSON.stringify(events)).toContain(`job ${namespace}/helmwatch-app-`);
});

scenario("a chart of 5 MiB with values of 2 MiB arrives whole", async ({ world }) => {
  const { given, release, run, cluster, namespace, folder } = world;
  const helm = await inCluster(4, namespace);
  // In a subchart that is off: helm loads it, and leaves it out of the record, which has a limit of its own.
  const ballast = join(folder, "chart", "charts", "ballast");
  await mkdir(join(ballast, "files"), { recursive: true });
  await writeFile(join(ballast, "Chart.yaml"), "apiVersion: v2\nname: ballast\nversion: 1.0.0\n");
  await writeFile(join(ballast, "files", "noise"), randomBytes(5 * 1024 * 1024));
  const values = { version: "large", padding: "x".repeat(2 * 1024 * 1024) };
  await given({ helm, releases: [release("app", values)] });
  expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
  expect(await cluster.version("app")).toBe("large");
});

scenario("Ctrl-C reaches helm in its pod: the release is failed, not pending", async ({ world }) => {
  const { given, release, start, cluster, namespace } = world;
  const helm = await inCluster(4, namespace);
  await given({ helm, releases: [release("app", { pod: true, ready: false }, { wait: true, timeout: 120 })] });
  const run = start("up");
  await run.seen((event) => event.type === "release.started");
  await expect.poll(() => cluster.history("app"), { timeout: 30_000 }).toEqual(["pending-install"]);
  run.kill("SIGINT");
  const { events, exitCode } = await run.ended;
  expect(story(events)).toEqual(["app failed HELM_INTERRUPTED", "exit 130"]);
  expect(exitCode).toBe(130);
  expect(await cluster.history("app")).toEqual(["failed"]);
});

scenario("an image that is not there is told at once, and its Job goes", async ({ world }) => {
  const { given, release, run, cluster, namespace } = world;
  const image = "localhost/helmwatch/helm:none";
  await given({ helm: await inCluster(4, namespace, { image }), releases: [release("app")] });
  const { events, stderr, exitCode } = await run("up");
  expect(exitCode).toBe(4);
  expect(stderr + JSON.stringify(events)).toContain("ErrImageNeverPull");
  await expect.poll(() => cluster.kubectl("get", "jobs", "--output", "name"), { timeout: 30_000 }).toBe("");
});

scenario("the image need not be named: it is the one that is published with the backend", async ({ world }) => {
  const { given, release, run, cluster, namespace } = world;
  await loadHelmImage(4, `docker.io/${defaultImage}`);
  const helm = { backend: "in-cluster", in_cluster: { namespace, create_namespace: true, rbac: "namespaced" } };
  await given({ helm, releases: [release("app", { version: "1" })] });
  expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
  expect(await cluster.version("app")).toBe("1");
});
