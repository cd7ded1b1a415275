import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { RunEvent } from "@helmwatch/core";
import { describe, expect, inject } from "vitest";
import { parse, stringify } from "yaml";
import { busyboxImage } from "../tools/busybox.js";
import { breakableProxy } from "./breakable-proxy.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const endless = "trap 'exit 0' TERM; i=0; while :; do i=$((i+1)); echo turn $i; sleep 0.5 & wait $!; done";
const image = { image: busyboxImage, image_pull_policy: "Never" };

const smoke = (keys: object, job: object = { ...image, command: ["sh", "-c", endless] }) => ({
  name: "smoke",
  type: "k8s-job",
  interval: 0.2,
  iteration_timeout: 60,
  success_threshold: 1,
  failure_threshold: 1,
  "k8s-job": job,
  ...keys,
});

const given = ({ given, release }: Scenario, monitor: object) =>
  given({ monitors: [monitor], releases: [release("app", {}, { monitors: [{ name: "smoke", action: "none" }] })] });

const noJobs = ({ cluster }: Scenario) =>
  expect.poll(() => cluster.kubectl("get", "jobs", "--output", "name"), { timeout: 10_000 }).toBe("");

const checked = (events: readonly RunEvent[]) => events.find((event) => event.type === "monitor.checked");
const isTurn = (event: RunEvent) => event.type === "monitor.progress" && event.text.startsWith("turn ");

scenario("Ctrl-C in the middle of a check: the log was live, and no Job is left", async ({ world }) => {
  await given(world, smoke({}));
  const run = world.start("up");
  await run.seen(isTurn);
  run.kill("SIGINT");
  const { events, exitCode } = await run.ended;

  expect(exitCode).toBe(130);
  expect(story(events)).toEqual(["app deployed 1", "smoke cancelled", "exit 130"]);
  await noJobs(world);
});

scenario("a Job whose helmwatch is killed ends by itself, and the cluster removes it in time", async ({ world }) => {
  await given(world, smoke({ iteration_timeout: 6 }));
  const run = world.start("up");
  await run.seen(isTurn);
  run.kill("SIGKILL");
  await run.ended;

  const field = (path: string) => world.cluster.kubectl("get", "jobs", "--output", `jsonpath={.items[0].${path}}`);
  expect(await field("spec.ttlSecondsAfterFinished")).toBe("600");
  await expect.poll(() => field("status.conditions[0].reason"), { timeout: 40_000 }).toBe("DeadlineExceeded");
});

scenario("an iteration timeout keeps the end of the log, and no Job", async ({ world }) => {
  await given(world, smoke({ iteration_timeout: 5 }));
  const { events } = await world.run("up");

  expect(checked(events)).toMatchObject({ outcome: "error", facts: { code: "PLUGIN_TIMEOUT" } });
  expect(checked(events)?.facts?.log).toMatch(/^turn 1\nturn 2\n/);
  const turns = events.filter(isTurn).map((event) => (event as { text: string }).text);
  expect(turns).toEqual(turns.map((_, index) => `turn ${index + 1}`));
  await noJobs(world);
});

scenario("a Job that someone deletes is an error that says so", async ({ world }) => {
  await given(world, smoke({}));
  const run = world.start("up");
  await run.seen(isTurn);
  await world.cluster.kubectl("delete", "jobs", "--all", "--wait=false");
  const { events } = await run.ended;

  expect(checked(events)).toMatchObject({
    outcome: "error",
    why: "the check did not end by itself: JobDeleted: the Job was deleted by someone else",
    facts: { code: "MONITOR_JOB_LOST", log: expect.stringMatching(/^turn 1/) },
  });
});

scenario("a Job's own deadline is an error", async ({ world }) => {
  const containers = [{ name: "main", image: busyboxImage, imagePullPolicy: "Never", command: ["sh", "-c", endless] }];
  await given(world, smoke({}, { job: { activeDeadlineSeconds: 8, template: { spec: { containers } } } }));
  const { events } = await world.run("up");

  expect(checked(events)).toMatchObject({ outcome: "error", facts: { reason: "DeadlineExceeded" } });
  expect(checked(events)?.facts?.log).toMatch(/turn 2/);
  await noJobs(world);
});

scenario("fifty checks side by side all pass and leave nothing", async ({ world }) => {
  const { release } = world;
  const names = Array.from({ length: 50 }, (_, index) => `check-${index}`);
  const job = (name: string) => ({ ...image, command: ["sh", "-c", `echo ${name}; sleep 1`] });
  const monitors = names.map((name) => ({ ...smoke({ name, iteration_timeout: 110, total_timeout: 110 }, job(name)) }));
  await world.given({ monitors, releases: [release("app", {}, { monitors: names })] });
  const { events, exitCode } = await world.run("up");

  expect(exitCode).toBe(0);
  const logs = events.flatMap((event) => (event.type === "monitor.checked" ? [event.facts?.log] : []));
  expect(new Set(logs)).toEqual(new Set(names));
  await noJobs(world);
});

describe("rights", () => {
  const readme = new URL("../../plugins/monitor-k8s-job/README.md", import.meta.url);

  /** Runs as a service account that may deploy, and has the given role besides. */
  async function runAs(world: Scenario, role: object) {
    const { namespace, folder, cluster } = world;
    await cluster.kubectl("create", "namespace", namespace);
    const file = join(folder, "role.yaml");
    await writeFile(file, stringify(role));
    await cluster.kubectl("apply", "--filename", file);
    await cluster.kubectl("create", "role", "deploy", "--verb=*", "--resource=secrets,configmaps");
    for (const name of ["deploy", "helmwatch-k8s-job"]) {
      const account = `--serviceaccount=${namespace}:default`;
      await cluster.kubectl("create", "rolebinding", name, `--role=${name}`, account);
    }
    const admin = parse(await readFile(inject("kubeconfig"), "utf8"));
    admin.users[0].user.as = `system:serviceaccount:${namespace}:default`;
    const kubeconfig = join(folder, "limited.kubeconfig");
    await writeFile(kubeconfig, stringify(admin));
    const script = "echo fine; sleep 1";
    const app = world.release("app", {}, { create_namespace: false, monitors: ["smoke"] });
    await world.given({ monitors: [smoke({}, { ...image, command: ["sh", "-c", script] })], releases: [app] });
    return world.run("up", "--kubeconfig", kubeconfig);
  }

  const roleOfReadme = async () =>
    parse(/```yaml\n(apiVersion: rbac[\s\S]*?)```/.exec(await readFile(readme, "utf8"))![1]!);

  scenario("those of the README are enough", async ({ world }) => {
    const { events, exitCode } = await runAs(world, await roleOfReadme());

    expect(story(events)).toEqual(["app deployed 1", "smoke passed", "exit 0"]);
    expect([exitCode, checked(events)?.facts?.log]).toEqual([0, "fine"]);
    await noJobs(world);
  });

  scenario("those that are missing are found before any release is touched", async ({ world }) => {
    const role = await roleOfReadme();
    const rules = [{ apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "watch"] }];
    const { exitCode, stderr } = await runAs(world, { ...role, rules });

    const missing = [...stderr.matchAll(/may not (\w+ \S+) in namespace/g)].map(([, what]) => what);
    expect(missing).toEqual(["delete jobs", "list pods", "watch pods", "get pods/log", "list events"]);
    expect(exitCode).not.toBe(0);
    expect(await world.cluster.history("app")).toEqual([]);
  });
});

scenario("a Job that the API server does not take is found before any release is touched", async ({ world }) => {
  await world.cluster.kubectl("create", "namespace", world.namespace);
  const spec = { containers: [{ name: "main", image: busyboxImage, comand: ["true"] }] };
  await given(world, smoke({}, { job: { template: { spec } } }));
  const { exitCode, stderr } = await world.run("up");

  expect(stderr.replace(/\s+/g, " ")).toContain('unknown field "spec.template.spec.containers[0].comand"');
  expect(exitCode).not.toBe(0);
  expect(await world.cluster.history("app")).toEqual([]);
});

scenario("an API server that cannot be reached for a while changes no result", async ({ world }) => {
  const server = await breakableProxy(inject("kubeconfig"), join(world.folder, "proxied.kubeconfig"));
  await given(
    world,
    smoke({}, { ...image, command: ["sh", "-c", "for i in 1 2 3 4 5 6 7 8; do echo turn $i; sleep 1; done; exit 3"] }),
  );
  const run = world.start("up", "--kubeconfig", server.kubeconfig);
  await run.seen(isTurn);
  server.cut();
  await setTimeout(3_000);
  await server.mend();
  const { events } = await run.ended;
  server.close();

  expect(checked(events)).toMatchObject({ outcome: "fail", why: "exit code 3 (last line: turn 8)" });
  const turns = events.filter(isTurn).map((event) => (event as { text: string }).text);
  expect(turns).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((turn) => `turn ${turn}`));
  await noJobs(world);
});
