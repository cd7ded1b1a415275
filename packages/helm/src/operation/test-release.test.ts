import { fakeClock } from "@helmwatch/core";
import type { HelmResult } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { type FakeRecord, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import type { ReleaseTests } from "../release/helm-release.js";
import { createReleaseOperations } from "./create-release-operations.js";

const all: ReleaseTests = { forceShowLogs: false, include: [], exclude: [] };
const test = (name: string, phase = "", events = ["test"]) => ({ kind: "Pod", name, events, last_run: { phase } });
const hooks = (api = "", db = "") => [test("migrate", "Succeeded", ["pre-install"]), test("api", api), test("db", db)];
const record = (of: readonly unknown[]): FakeRecord => ({
  ...{ name: "nats", namespace: "test", revision: 1, status: "deployed", digest: "abc", hooks: of },
});
const pods = "GET /api/v1/namespaces/test/pods";

/** A helm whose tests end like this and leave these phases. */
function world(left: readonly unknown[], ending: Partial<HelmResult> = {}, version = "4.3.1") {
  const cluster = fakeCluster([record(hooks())]);
  const pod = (name: string) => ({
    metadata: { name },
    status: { phase: "Failed", containerStatuses: [{ name: "main", state: { terminated: { exitCode: 3 } } }] },
  });
  for (const name of ["api", "db"]) {
    cluster.answers[`/api/v1/namespaces/test/pods?fieldSelector=metadata.name=${name}&`] = { items: [pod(name)] };
    cluster.answers[`/api/v1/namespaces/test/pods/${name}/log`] = `words of ${name}\n`;
  }
  const helm = fakeHelm(version, () => {
    cluster.records = [record(left)];
    return ending;
  });
  const operations = createReleaseOperations({
    helm: connectHelm({ executor: helm, home: "/home", env: {} }),
    kube: () => cluster,
    clock: fakeClock(),
  });
  const call = { signal: new AbortController().signal, progress: () => {} };
  const run = (tests: Partial<ReleaseTests> = {}) =>
    operations.test(plainRelease({ tests: { ...all, ...tests } }), call);
  const argv = () => helm.commands.at(-1)?.argv.join(" ");
  return { cluster, helm, operations, run, argv };
}

it("runs a chart's tests, each within the timeout, and tells how they went", async () => {
  const { run, argv, helm, cluster } = world(hooks("Succeeded", "Succeeded"));
  expect(await run()).toEqual({
    tests: [
      { name: "api", phase: "Succeeded" },
      { name: "db", phase: "Succeeded" },
    ],
    logs: {},
  });
  expect(argv()).toBe("test nats --namespace test --timeout 60s");
  expect(helm.commands.at(-1)).toMatchObject({ deadlineMs: 2 * 60_000 + 60_000, interruptible: true });
  expect(cluster.requests.filter((request) => request.startsWith(pods))).toEqual([]);
});

it("runs only those asked for", async () => {
  const { run, argv } = world(hooks("Succeeded"));
  expect(await run({ include: ["api"], exclude: ["db"] })).toEqual({
    tests: [{ name: "api", phase: "Succeeded" }],
    logs: {},
  });
  expect(argv()).toBe("test nats --namespace test --timeout 60s --filter name=api --filter !name=db");
});

it.each([
  ["3.22.0", "test nats --namespace test --timeout 60s"],
  ["4.3.1", "test nats --namespace test --timeout 60s --logs"],
])("gives logs of tests that passed where they are wanted, by helm %s", async (version, argv) => {
  const said = "POD LOGS: api (main)\nwords of api\n\nPOD LOGS: gone (main)\nlast words\n";
  const world3 = world(
    hooks("Succeeded", "Succeeded"),
    { stdout: version === "4.3.1" ? `NAME: nats\n${said}` : "" },
    version,
  );
  const { logs } = await world3.run({ forceShowLogs: true });
  expect(logs).toEqual({
    "api/main": "words of api",
    "db/main": "words of db",
    ...(version === "4.3.1" ? { "gone/main": "last words" } : {}),
  });
  expect(world3.argv()).toBe(argv);
});

it("tells which tests failed, with their pods and logs", async () => {
  const stderr = "Error: 1 error occurred:\n\t* pod db failed\n";
  const { run } = world(hooks("Succeeded", "Failed"), { exitCode: 1, stderr });
  await expect(run()).rejects.toMatchObject({
    code: "HELM_TEST_FAILED",
    message: 'test "db" of nats@test failed',
    facts: {
      tests: [
        { name: "api", phase: "Succeeded" },
        { name: "db", phase: "Failed" },
      ],
      pods: [{ name: "api" }, { name: "db", containers: [{ exitCode: 3 }] }],
      logs: { "api/main": "words of api", "db/main": "words of db" },
      exitCode: 1,
    },
  });
});

it.each<[string, Partial<HelmResult>, string]>([
  ["the deadline", { ended: "deadline", exitCode: 143 }, "HELM_DEADLINE"],
  ["a stop", { ended: "interrupted", exitCode: 143 }, "HELM_INTERRUPTED"],
  [
    "a helm that could not run them",
    { exitCode: 1, stderr: "Error: kubernetes cluster unreachable" },
    "KUBE_UNREACHABLE",
  ],
])("does not take %s for a test that failed", async (_, ending, code) => {
  await expect(world(hooks(), ending).run()).rejects.toMatchObject({ code });
});

it("refuses a filter by a test that the chart has not: it would pass by running nothing", async () => {
  const { run, helm } = world(hooks());
  await expect(run({ include: ["apo"] })).rejects.toMatchObject({
    ...{
      code: "HELM_TEST_FAILED",
      message: 'the chart of nats@test has no test "apo"',
      hint: "Its tests are api, db.",
    },
  });
  expect(helm.commands).toEqual([]);
});

it("starts no helm for a chart without tests", async () => {
  const { run, helm, cluster } = world([]);
  cluster.records = [record([])];
  expect(await run()).toEqual({ tests: [], logs: {} });
  expect(helm.commands).toEqual([]);
});

it.each<[string, readonly unknown[], true | undefined]>([
  ["passed", hooks("Succeeded", "Succeeded"), undefined],
  ["failed", hooks("Succeeded", "Failed"), true],
  ["were cut short", hooks("Succeeded", "Running"), true],
  ["never ran", hooks(), true],
  ["it has not", [], undefined],
])("knows a release that is deployed and whose tests %s", async (_, of, untested) => {
  const { cluster, operations } = world([]);
  cluster.records = [record(of)];
  const states = async (more: object) =>
    (await operations.states([{ ...plainRelease(), tests: all, ...more }], new AbortController().signal)).get(
      "nats@test",
    );
  expect((await states({}))?.untested).toBe(untested);
  // Another digest is deployed anyway: its record need not be read.
  cluster.requests.length = 0;
  expect((await states({ digest: "new" }))?.untested).toBeUndefined();
  expect(cluster.requests).toHaveLength(1);
});
