import { readFile } from "node:fs/promises";
import type { RunEvent } from "@helmwatch/core";
import { describe, expect, inject } from "vitest";
import { parse } from "yaml";
import { busyboxImage } from "../tools/busybox.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

type Checked = Extract<RunEvent, { type: "monitor.checked" }>;
const checks = (events: readonly RunEvent[]) =>
  events.filter((event): event is Checked => event.type === "monitor.checked");

/** A monitor of one check that runs a shell script in a pod. */
const check = (script: string, job: object = {}, keys: object = {}) => ({
  name: "smoke",
  type: "k8s-job",
  interval: 0.2,
  iteration_timeout: 60,
  success_threshold: 1,
  failure_threshold: 1,
  "k8s-job": { image: busyboxImage, image_pull_policy: "Never", command: ["sh", "-c", script], ...job },
  ...keys,
});

const config = ({ release }: Scenario, monitor: object) => ({
  monitors: [monitor],
  releases: [release("app", {}, { monitors: [{ name: "smoke", action: "none" }] })],
});

async function outcome(world: Scenario, monitor: object): Promise<Checked> {
  await world.given(config(world, monitor));
  const { events } = await world.run("up");
  const [checked] = checks(events);
  if (!checked) throw new Error(`no check in ${story(events)}`);
  return checked;
}

const jobs = async ({ cluster }: Scenario) => (await cluster.kubectl("get", "jobs", "--output", "name")).split("\n");
const noJobs = (world: Scenario) => expect.poll(() => jobs(world), { timeout: 10_000 }).toEqual([""]);

scenario("a Job that exits 0 passes, is told of its release and run, and is gone afterwards", async ({ world }) => {
  const script =
    "echo checking $HELMWATCH_RELEASE@$HELMWATCH_NAMESPACE $HELMWATCH_REVISION $HELMWATCH_ATTEMPT $HELMWATCH_MONITOR $HELMWATCH_RUN";
  await world.given(config(world, check(script)));
  const { events, exitCode } = await world.run("up");

  expect(story(events)).toEqual(["app deployed 1", "smoke passed", "exit 0"]);
  expect(exitCode).toBe(0);
  const [started] = events.flatMap((event) => (event.type === "run.started" ? [event] : []));
  const line = `checking app@${world.namespace} 1 1 smoke ${started?.run}`;
  expect(checks(events)[0]).toMatchObject({ outcome: "pass", facts: { exit_code: 0, reason: "Completed", log: line } });
  expect(events.filter((event) => event.type === "monitor.progress").map(({ text }) => text)).toContain(line);
  await noJobs(world);
});

describe("each class of exit code", () => {
  const exit_codes = { no_data: [4], error: [5] };
  scenario.for([
    { code: 3, is: "fail", why: "exit code 3 (last line: no orders)" },
    { code: 4, is: "no-data", why: "exit code 4 (last line: no orders)" },
    { code: 5, is: "error", why: "exit code 5 (last line: no orders)" },
  ])("exit code $code is $is", async ({ code, is, why }, { world }) => {
    const checked = await outcome(world, check(`echo no orders; exit ${code}`, { exit_codes }));
    expect(checked).toMatchObject({ outcome: is, why, facts: { exit_code: code, log: "no orders" } });
    await noJobs(world);
  });
});

scenario(
  "a JUnit document in the log decides, in the context named; a failed Job is kept where asked for",
  async ({ world }) => {
    const context = parse(await readFile(inject("kubeconfig"), "utf8"))["current-context"];
    const tests = '<testcase name="lists"/><testcase classname="orders" name="ships"><failure/></testcase>';
    const document = `echo -----BEGIN JUNIT-----; echo '<testsuite>${tests}</testsuite>'; echo -----END JUNIT-----`;
    const checked = await outcome(world, check(document, { context, junit: true, keep: "failed" }));

    expect(checked).toMatchObject({ outcome: "fail", why: "1 of 2 tests failed: orders › ships" });
    expect(checked.facts).toMatchObject({ exit_code: 0, junit: { tests: 2, failures: 1 } });
    expect(await jobs(world)).toEqual([`job.batch/${checked.facts?.job}`]);
  },
);

scenario("a Job that takes too much memory fails and says so", async ({ world }) => {
  const resources = { limits: { memory: "16Mi" } };
  // A shell variable that doubles until the limit is met.
  const grow = "x=0123456789abcdef; while :; do x=$x$x; done";
  const checked = await outcome(world, check(grow, { resources }));
  expect(checked).toMatchObject({ outcome: "fail", why: "OOMKilled, exit code 137 (memory limit 16Mi)" });
  expect(checked.facts).toMatchObject({ oom: true, exit_code: 137, reason: "OOMKilled" });
});

describe("a Job that cannot start is an error that says why, long before the iteration timeout", () => {
  scenario("an image that is not there", async ({ world }) => {
    const checked = await outcome(world, check("true", { image: "localhost/helmwatch/none:1" }));
    expect(checked.outcome).toBe("error");
    expect(checked.why).toMatch(/ErrImageNeverPull.*helmwatch\/none:1/);
    expect(checked.latencyMs).toBeLessThan(15_000);
    await noJobs(world);
  });

  scenario("an image that cannot be pulled", async ({ world }) => {
    const monitor = check("true", { image: "registry.invalid/none:1", image_pull_policy: "Always" });
    const checked = await outcome(world, monitor);
    expect(checked.why).toMatch(/(ErrImagePull|ImagePullBackOff).*registry\.invalid/);
    expect(checked.facts).toMatchObject({ code: "MONITOR_JOB_NOT_STARTED" });
  });

  scenario("a command that does not exist", async ({ world }) => {
    const checked = await outcome(world, check("", { command: ["/no/such/program"] }));
    expect(checked).toMatchObject({ outcome: "error", facts: { code: "MONITOR_JOB_NOT_STARTED" } });
    expect(checked.why).toMatch(/StartError.*no such file/);
  });

  scenario("a Secret that does not exist", async ({ world }) => {
    const checked = await outcome(world, check("true", { env_from: [{ secretRef: { name: "absent" } }] }));
    expect(checked.why).toMatch(/CreateContainerConfigError.*"absent" not found/);
  });

  scenario("no node that fits", async ({ world }) => {
    const checked = await outcome(world, check("true", { node_selector: { disk: "golden" }, start_timeout: 3 }));
    expect(checked).toMatchObject({ outcome: "error", facts: { code: "MONITOR_JOB_NOT_STARTED" } });
    expect(checked.why).toMatch(/did not start within 3.*Unschedulable.*nodes are available/);
    expect(checked.facts).toMatchObject({ events: [{ object: "pod", reason: "FailedScheduling" }] });
    await noJobs(world);
  });

  scenario("a full quota", async ({ world }) => {
    await world.cluster.kubectl("create", "namespace", world.namespace);
    await world.cluster.kubectl("create", "quota", "none", "--hard=pods=0");
    const checked = await outcome(world, check("true", { start_timeout: 3 }));
    expect(checked.why).toMatch(/FailedCreate: .*exceeded quota: none/);
  });
});
