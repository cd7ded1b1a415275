import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { type PodCluster, podCluster } from "./pod-cluster.js";
import { createProject, runCli, startCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

const log = readFileSync(new URL("../src/render/recorded/rejected.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const run = (keys = "") => `
run:
  in_cluster:
    image: helmwatch:1
    plugins: ["@acme/helm-fake", "@acme/monitors"]
${keys}`;
const project = (keys?: string) => createProject({ ...chart, "helmwave.yml": `${sample()}${run(keys)}` });
const up = ["up", "--in-cluster"];
/** From the first word about the Job on, without the random part of ids. */
const told = (stderr: string) =>
  stderr
    .split("[INFO]: Skip diffing\n")
    .at(-1)!
    .replace(/(0mjw\w+)-[0-9a-f]{10}/g, "$1-…");
const id = (stderr: string) => /run: (0mjw\w+-[0-9a-f]{10})/.exec(stderr)?.[1];
/** What came to the pod, as the files of its input folder. */
const carried = (cluster: PodCluster) =>
  new Map(
    (cluster.made.get("Secret") ?? []).flatMap(({ data }) =>
      Object.entries(data as Record<string, string>).map(
        ([name, text]) => [name, Buffer.from(text, "base64")] as const,
      ),
    ),
  );

it("shows a run in the cluster as one of this machine, and ends as it does", async () => {
  const cwd = await project();
  const cluster = podCluster({ log, end: { exitCode: 1 } });
  const { code, stderr, stdout } = await runCli(up, { cwd, cluster });
  expect(code).toBe(1);
  expect(told(stderr)).toMatchInlineSnapshot(`
    "[INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    [INFO]: sync releases...
    [INFO]: deploying...             release: nats@nats
    [INFO]: ✅                       release: nats@nats  revision: 2
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 1/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 1/2  error: result is empty
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 2/3
    [INFO]: monitor did not succeed  monitor: nats-delivered-metric  streak: 2/2  error: result is empty
    [ERROR]: ❌ monitor failed        monitor: nats-delivered-metric  error: monitor triggered failure threshold
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 3/3
    [INFO]: ✅                       monitor: nats-up-metric
    [ERROR]: monitors failed, need to take actions  error: 1 error occurred: * monitor triggered failure threshold  monitors: nats-delivered-metric
    [INFO]: chose action to perform for failed monitors  action: rollback  release: nats@nats
    [INFO]: rolling back...          release: nats@nats  to: 1
    [WARNING]: seen of nats@nats before its undo:
              pod nats-0, container nats: CrashLoopBackOff, exit code 1, 3 restarts
              Pod/nats-0: BackOff: Back-off restarting failed container nats (4 times)
              log of nats-0/nats:
                starting
                no space left on device
    [INFO]: rolled back to revision 1  release: nats@nats  revision: 3
    [INFO]: Releases Success 1 / 1
    [INFO]: Monitors Success 1 / 2
    [FATAL]: deploy failed
    "
  `);
  expect(stdout).toMatchInlineSnapshot(`
    "          NAME           |                ERROR
    -------------------------+-------------------------------------
      nats-delivered-metric  | monitor triggered failure threshold

        NAME     |                  UNDONE
    -------------+------------------------------------------
      nats@nats  | rolled back to revision 1, as revision 3
    "
  `);
  expect([...cluster.made.keys()]).toEqual(["Job", "Secret"]);
});

it("prints the events of the pod as they are, each once, over cut connections", async () => {
  const cwd = await project();
  const { code, stdout } = await runCli([...up, "-o", "ndjson"], {
    ...{ cwd, cluster: podCluster({ log, end: { exitCode: 1 }, cuts: 3 }) },
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: `${log.join("\n")}\n` });
});

it("shows what else the pod has to say", async () => {
  const cwd = await project();
  const lines = [
    '{"time":"2026-01-02T03:04:05.000Z","level":"warn","message":"slow query","plugin":"@acme/monitors"}',
    '{"code":"KUBE_FORBIDDEN","severity":"error","message":"may not list secrets","hint":"grant it"}',
  ];
  const { code, stderr } = await runCli(up, { cwd, cluster: podCluster({ log: lines, end: { exitCode: 4 } }) });
  expect(code).toBe(4);
  expect(told(stderr)).toMatchInlineSnapshot(`
    "[INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    [WARNING]: slow query               plugin: @acme/monitors
    error KUBE_FORBIDDEN
      = may not list secrets
      = grant it
    "
  `);
});

it("survives a log whose start is gone, and says so", async () => {
  const cwd = await project();
  const cluster = podCluster({ log: [...log.slice(9, 12), ...log.slice(13)], end: { exitCode: 1 } });
  const { code, stderr } = await runCli(up, { cwd, cluster });
  expect(code).toBe(1);
  expect(told(stderr)).toMatchInlineSnapshot(`
    "[INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    [WARNING]: the pod's log no longer has all events  lost: 9
    [ERROR]: ❌ monitor failed        monitor: nats-delivered-metric  error: monitor triggered failure threshold
    [INFO]: monitor succeeded        monitor: nats-up-metric  streak: 3/3
    [INFO]: ✅                       monitor: nats-up-metric
    [WARNING]: the pod's log no longer has all events  lost: 1
    [INFO]: rolling back...          release: nats@nats  to: 1
    [WARNING]: seen of nats@nats before its undo:
              pod nats-0, container nats: CrashLoopBackOff, exit code 1, 3 restarts
              Pod/nats-0: BackOff: Back-off restarting failed container nats (4 times)
              log of nats-0/nats:
                starting
                no space left on device
    [INFO]: rolled back to revision 1  release: nats@nats  revision: 3
    [FATAL]: deploy failed
    "
  `);
});

it("finds every missing right before anything is made", async () => {
  const cwd = await project("    rbac: namespaced");
  const cluster = podCluster({ forbidden: ["create jobs", "patch jobs", "get pods", "create roles"] });
  const { code, stderr, stdout } = await runCli(up, { cwd, cluster });
  expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
  expect(told(stderr)).toMatchInlineSnapshot(`
    "error KUBE_FORBIDDEN
      = helmwatch may not create, patch jobs in namespace "helmwatch"
      = Add to a Role there: { apiGroups: [batch], resources: [jobs], verbs:
        [create, patch] }.

    error KUBE_FORBIDDEN
      = helmwatch may not get pods/log in namespace "helmwatch"
      = Add to a Role there: { apiGroups: [""], resources: [pods/log], verbs: [get]
        }.

    error KUBE_FORBIDDEN
      = helmwatch may not create roles in namespace "nats"
      = Add to a Role there: { apiGroups: [rbac.authorization.k8s.io], resources:
        [roles], verbs: [create] }, or set run.in_cluster.rbac to none and grant
        "helmwatch" what the releases need.
    "
  `);
  expect([...cluster.made]).toEqual([]);
});

it("refuses a plugin of this machine before anything is asked of the cluster", async () => {
  const plugin = `const options = { "~standard": { version: 1, vendor: "x", validate: (value) => ({ value }) } };
export default { api: 1, name: "p", version: "1", monitors: { p: { summary: "", options, create() {} } } };`;
  const cwd = await createProject({ ...chart, "p.mjs": plugin, "helmwave.yml": `plugins: [./p.mjs]\n${run()}` });
  const cluster = podCluster({});
  const { code, stderr } = await runCli(up, { cwd, cluster });
  expect(code).toBe(2);
  expect(stderr).toContain("is a file of this machine");
  expect(cluster.asked).toEqual([]);
});

it("tells why a run does not start, and takes its Job away", async () => {
  const scripts = [
    { waiting: { reason: "ErrImageNeverPull", message: 'image "helmwatch:1" is not present' } },
    { end: { exitCode: 125, message: "the image has no helmwatch" } },
  ];
  let said = "\n";
  for (const script of scripts) {
    const cluster = podCluster(script);
    const { code, stderr } = await runCli(up, { cwd: await project(), cluster });
    expect({ code, isThere: cluster.made.has("Job") }).toEqual({ code: 4, isThere: false });
    said += told(stderr);
  }
  expect(said).toMatchInlineSnapshot(`
    "
    [INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    [INFO]: waiting for the pod...   why: ErrImageNeverPull: image "helmwatch:1" is not present
    error RUN_NOT_STARTED
      = run 0mjwaid1k-… did not start: ErrImageNeverPull: image
        "helmwatch:1" is not present
      = check image, image_pull_policy and image_pull_secrets of run.in_cluster
    [INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    error RUN_NOT_STARTED
      = run 0mjwaid1k-… did not start: the image has no helmwatch
      = check run.in_cluster.image, or start it again
    "
  `);
});

it("tells that a run was cut off, and how to go on", async () => {
  const cwd = await project();
  const cluster = podCluster({ log: log.slice(0, 5), end: { exitCode: 137, reason: "OOMKilled" } });
  const { code, stderr } = await runCli(up, { cwd, cluster });
  expect(code).toBe(4);
  expect(told(stderr)).toMatchInlineSnapshot(`
    "[INFO]: running in the cluster...  run: 0mjwaid1k-…  namespace: helmwatch
    [INFO]: sync releases...
    [INFO]: deploying...             release: nats@nats
    [INFO]: ✅                       release: nats@nats  revision: 2
    error RUN_LOST
      = run 0mjwaid1k-… did not come to its end: it needed more memory than
        it may have (OOMKilled)
      = give it more by run.in_cluster.resources; see by "helmwatch status" what it
        left, and run again: what is as it should be is skipped
    "
  `);
});

it("carries variables in Secrets only, and shows their values nowhere", async () => {
  const cwd = await project("    env: [TOKEN]");
  const cluster = podCluster({ log: ['{"level":"info","message":"login with s3cr3t"}'], end: { exitCode: 0 } });
  const { both } = await runCli([...up, "--log-level", "debug"], { cwd, cluster, env: { TOKEN: "s3cr3t" } });
  expect(both).toContain("login with ***");
  expect(both).not.toContain("s3cr3t");
  const script = String(carried(cluster).get("run.sh"));
  expect(script).toContain("export TOKEN='s3cr3t'");
  expect(script).toContain("'--secret-env' 'TOKEN'");
  expect(JSON.stringify(cluster.made.get("Job"))).not.toMatch(/s3cr3t|TOKEN/);
});

it("carries the plan with the secrets of the file, which the pod has not", async () => {
  const config = sample().replace("says: [pass] }", 'says: [pass], secret: "s3cr3t" }');
  const cwd = await createProject({ ...chart, "helmwave.yml": `${config}${run()}` });
  const cluster = podCluster({ end: { exitCode: 0 } });
  await runCli(up, { cwd, cluster });
  expect(String(gunzipSync(carried(cluster).get("f000.000")!))).toContain('"secret":"s3cr3t"');
});

it("starts a Job where nothing changed, but something is watched", async () => {
  const cwd = await project();
  const cluster = podCluster({ log, end: { exitCode: 1 } });
  expect(await runCli(["up", "--no-in-cluster"], { cwd, cluster })).toMatchObject({ code: 0 });
  expect(await runCli(up, { cwd, cluster })).toMatchObject({ code: 1 });
  expect(cluster.made.get("Job")).toHaveLength(1);
});

it("starts no Job where nothing changed and nothing is watched", async () => {
  const config = `plugins: ["@acme/helm-fake"]
helm: { backend: fake }
releases:
  - { name: nats, namespace: nats, chart: { name: ./chart } }
${run()}`;
  const cwd = await createProject({ ...chart, "helmwave.yml": config });
  const cluster = podCluster({});
  expect(await runCli(["up"], { cwd, cluster })).toMatchObject({ code: 0 });
  const { code, stderr } = await runCli(up, { cwd, cluster });
  expect(code).toBe(0);
  expect(told(stderr)).toMatchInlineSnapshot(`
    "[INFO]: nothing changed, so no Job is started
    [INFO]: sync releases...
    [INFO]: unchanged, skipped       release: nats@nats  revision: 1
    [INFO]: Releases Success 1 / 1
    "
  `);
  expect([...cluster.made]).toEqual([]);
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s only ends the following", async (signal) => {
  const cwd = await project();
  const cluster = podCluster({ log: log.slice(0, 3) });
  const run = startCli([...up, "--kube-context", "prod"], { cwd, cluster });
  await run.written("revision: 2");
  run.signal(signal);
  expect(await run.code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
  expect(told(run.stderr()).split("revision: 2\n")[1]).toBe(`[WARNING]: ${signal}: the run goes on in the cluster
          follow it: helmwatch attach 0mjwaid1k-… --kube-context prod
          stop it:   helmwatch attach 0mjwaid1k-… --kube-context prod --stop
`);
  expect(cluster.made.get("Job")).toHaveLength(1);
});

it("can be started without being followed, and be followed later by its id", async () => {
  const cwd = await project();
  const cluster = podCluster({ log, end: { exitCode: 1 } });
  const started = await runCli([...up, "--detach"], { cwd, cluster });
  expect(started.code).toBe(0);
  expect(started.stdout).toBe(`${id(started.stderr)}\n`);
  for (const names of [[], [started.stdout.trim()]]) {
    const followed = await runCli(["attach", ...names, "-o", "ndjson"], { cwd, cluster });
    expect({ ...followed, stderr: "", both: "" }).toMatchObject({ code: 1, stdout: `${log.join("\n")}\n` });
  }
});

it("is stopped by attach --stop, which follows it to its end and leaves no Job", async () => {
  const cwd = await project();
  const cluster = podCluster({ log: log.slice(0, 5) });
  await runCli([...up, "--detach"], { cwd, cluster });
  const { code, stderr } = await runCli(["attach", "--stop"], { cwd, cluster });
  expect(code).toBe(143);
  expect(stderr).toContain("[WARNING]: stopping the run\n");
  expect(cluster.asked).toContain("DELETE /api/v1/namespaces/helmwatch/pods/pod");
  expect(cluster.made.has("Job")).toBe(false);
});

it("looks for runs where it is told to, else where the config file says, else in helmwatch", async () => {
  const cluster = podCluster({});
  const asked = async (args: readonly string[], files: Record<string, string>) => {
    cluster.asked.length = 0;
    const { code } = await runCli(["attach", ...args], { cwd: await createProject(files), cluster });
    return `${code} ${cluster.asked.join()}`;
  };
  const file = { "helmwave.yml": "run: { in_cluster: { image: i, namespace: ci } }\n" };
  expect(await asked(["-n", "other"], file)).toBe("2 GET /apis/batch/v1/namespaces/other/jobs");
  expect(await asked([], file)).toBe("2 GET /apis/batch/v1/namespaces/ci/jobs");
  expect(await asked([], {})).toBe("2 GET /apis/batch/v1/namespaces/helmwatch/jobs");
});

it("in its pod prints events and nothing beside them, under the id that it was given", async () => {
  const cwd = await project();
  const cluster = fakeCluster();
  await runCli(["build"], { cwd, cluster });
  const args = ["up", "--followed-as", "r1", "-o", "ndjson", "--log-format", "json"];
  const { code, stdout, stderr } = await runCli(args, { cwd, cluster });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout.split("\n")[0]!)).toMatchObject({ type: "run.started", run: "r1" });

  const masked = await runCli([...args, "--secret-env", "NAME"], { cwd, cluster, env: { NAME: "nats-up-metric" } });
  expect(masked.stdout).toContain('"***"');
  expect(masked.both).not.toContain("nats-up-metric");
});
