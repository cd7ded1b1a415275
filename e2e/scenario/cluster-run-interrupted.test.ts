import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { RunEvent } from "@helmwatch/core";
import { expect, inject } from "vitest";
import { parse, stringify } from "yaml";
import { breakableProxy } from "./breakable-proxy.js";
import { clusterRun, shellMonitor } from "./cluster-run-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const mine = ["--selector", "app.kubernetes.io/component=run"];
const jobs = ({ cluster }: Scenario) => cluster.kubectl("get", "jobs", ...mine, "--output", "name");
const isChecked = (event: RunEvent) => event.type === "monitor.checked";
const seqs = (events: readonly RunEvent[]) => events.map(({ seq }) => seq);

/** A release with a monitor that passes after so many checks of a second. */
async function given(world: Scenario, checks: number, keys: object = {}) {
  const monitor = shellMonitor("look", "sleep 0.5", { interval: 1, success_threshold: checks });
  const releases = [world.release("app", {}, { monitors: ["look"] })];
  await world.given({ run: await clusterRun(4, world.namespace, keys), monitors: [monitor], releases });
}

scenario("a run whose follower is killed goes on, and attach sees all of it", async ({ world }) => {
  await given(world, 4);
  const run = world.start("up");
  await run.seen(isChecked);
  run.kill("SIGKILL");
  await run.ended;
  const { events, exitCode } = await world.run("attach");
  expect(story(events)).toEqual(["app deployed 1", "look passed", "exit 0"]);
  expect(seqs(events)).toEqual(events.map((_, index) => index + 1));
  expect(exitCode).toBe(0);
});

scenario("Ctrl-C ends the following, says how to go on, and not the run", async ({ world }) => {
  await given(world, 3);
  const run = world.start("up");
  await run.seen(isChecked);
  run.kill("SIGINT");
  const { stderr, exitCode } = await run.ended;
  expect(exitCode).toBe(130);
  const [, follow = ""] = /follow it: helmwatch (.*)/.exec(stderr) ?? [];
  expect(follow).toMatch(/^attach \S+ -n \S+$/);
  const { events, exitCode: code } = await world.run(...follow.split(" "));
  expect(story(events)).toEqual(["app deployed 1", "look passed", "exit 0"]);
  expect(code).toBe(0);
});

scenario("a run is stopped in the middle of helm as one of this machine is, and leaves no Job", async ({ world }) => {
  const { release, cluster, namespace } = world;
  const releases = [release("slow", { pod: true, ready: false }, { wait: true, timeout: 120 })];
  await world.given({ run: await clusterRun(4, namespace), releases });
  const started = await world.run("up", "--detach", "--output", "text");
  expect(started.exitCode).toBe(0);
  await expect.poll(() => cluster.history("slow"), { timeout: 30_000 }).toEqual(["pending-install"]);
  const { events, exitCode } = await world.run("attach", started.stdout.trim(), "--stop");
  expect(story(events)).toEqual(["slow failed HELM_INTERRUPTED", "exit 143"]);
  expect(exitCode).toBe(143);
  expect(await cluster.history("slow")).toEqual(["failed"]);
  expect(await jobs(world)).toBe("");
});

scenario("an API server that is away for a while costs no event and no result", async ({ world }) => {
  await given(world, 8);
  const proxy = await breakableProxy(inject("kubeconfig"), join(world.folder, "proxy.kubeconfig"));
  try {
    const run = world.start("up", "--kubeconfig", proxy.kubeconfig);
    await run.seen(isChecked);
    proxy.cut();
    await setTimeout(3_000);
    await proxy.mend();
    const { events, exitCode, stderr } = await run.ended;
    expect(story(events)).toEqual(["app deployed 1", "look passed", "exit 0"]);
    expect(seqs(events)).toEqual(events.map((_, index) => index + 1));
    expect(exitCode).toBe(0);
    expect(stderr).toContain("the cluster cannot be reached: trying again, the run goes on there");
    expect(stderr).toContain("the cluster answers again");
  } finally {
    proxy.close();
  }
});

scenario("a run that is killed for want of memory is told so, with exit code 4", async ({ world }) => {
  await given(world, 50, { resources: { limits: { memory: "48Mi" } } });
  const { exitCode, stderr } = await world.run("up");
  expect(exitCode).toBe(4);
  expect(stderr).toMatch(/error RUN_LOST\n {2}= run \S+ did not come to its end:/);
  expect(stderr).toMatch(/OOMKilled|killed \(exit\s+code 137\)/);
});

scenario("a run that is killed in its pod is told so, with exit code 4", async ({ world }) => {
  await given(world, 50);
  const run = world.start("up");
  await run.seen(isChecked);
  const pod = await world.cluster.kubectl("get", "pods", ...mine, "--output", "name");
  // The end of the container may also end the command in it.
  await world.cluster.kubectl("exec", pod, "--", "sh", "-c", "kill -9 $(pidof node)").catch(() => {});
  const { exitCode, stderr } = await run.ended;
  expect(stderr).toMatch(/error RUN_LOST\n {2}= run \S+ did not come to its end: it was killed \(exit code\s+137\)/);
  expect(exitCode).toBe(4);
});

scenario("a run whose pod is taken away cleans up, and its follower is told why", async ({ world }) => {
  await given(world, 50);
  const run = world.start("up");
  await run.seen(isChecked);
  await world.cluster.kubectl("delete", "pods", ...mine, "--wait=false");
  const { events, exitCode, stderr } = await run.ended;
  expect(story(events)).toEqual(["app deployed 1", "look cancelled", "exit 143"]);
  expect(exitCode).toBe(143);
  expect(stderr).toMatch(/the run was ended from outside {2}why: \S+/);
});

scenario("an image that is missing is told, with exit code 4, and leaves no Job", async ({ world }) => {
  await given(world, 1, { image: "localhost/helmwatch/helmwatch:none" });
  const { exitCode, stderr } = await world.run("up");
  expect(exitCode).toBe(4);
  expect(stderr).toContain("error RUN_NOT_STARTED");
  expect(stderr).toContain("ErrImageNeverPull");
  expect(await jobs(world)).toBe("");
});

scenario("rights that are missing are told at once, before anything is made", async ({ world }) => {
  const { namespace, folder, cluster } = world;
  await cluster.kubectl("create", "namespace", namespace);
  const account = `${namespace}:default`;
  await cluster.kubectl("create", "role", "some", "--verb=get,list,watch", "--resource=jobs.batch,pods");
  await cluster.kubectl("create", "rolebinding", "some", "--role=some", `--serviceaccount=${account}`);
  const admin = parse(await readFile(inject("kubeconfig"), "utf8"));
  admin.users[0].user.as = `system:serviceaccount:${account}`;
  const kubeconfig = join(folder, "limited.kubeconfig");
  await writeFile(kubeconfig, stringify(admin));
  await given(world, 1, { create_namespace: false, rbac: "none" });
  const { exitCode, stderr } = await world.run("up", "--kubeconfig", kubeconfig);
  expect(exitCode).toBe(4);
  expect([...stderr.matchAll(/may not (.*) in namespace/g)].map(([, what]) => what)).toEqual([
    ...["create, patch, delete jobs", "create secrets", "delete pods", "get pods/log", "list events"],
  ]);
  expect(await jobs(world)).toBe("");
});
