import { fakeClock } from "@helmwatch/core";
import { type HelmCommand, type HelmResult, HelmwatchError } from "@helmwatch/core/plugin";
import { describe, expect, it } from "vitest";
import { type FakeRecord, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import type { ReleaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { createReleaseOperations } from "./create-release-operations.js";

const deployed: FakeRecord = { name: "nats", namespace: "test", revision: 1, status: "deployed", digest: "old" };
const before: ReleaseState = { revision: 1, status: "deployed", digest: "old", lastGood: 1, createdAt: 0 };
const good: FakeRecord = { ...deployed, revision: 2, digest: "abc" };

/** A helm that leaves these records and ends like this. */
function world(left: readonly FakeRecord[], ending: Partial<HelmResult> = {}, version = "4.3.1") {
  const cluster = fakeCluster([deployed]);
  const helm = fakeHelm(version, () => {
    cluster.records = left;
    return ending;
  });
  const clock = fakeClock(Date.UTC(2026, 0, 1, 0, 10));
  const operations = createReleaseOperations({
    helm: connectHelm({ executor: helm, home: "/home", env: { PATH: "/bin" } }),
    kube: () => cluster,
    clock,
  });
  const told: string[] = [];
  const call = { signal: new AbortController().signal, progress: (text: string) => void told.push(text) };
  const upgrade = (release: Partial<HelmRelease> = {}, state = before) =>
    operations.upgrade(plainRelease(release), state, call);
  return { cluster, helm, clock, operations, told, upgrade, call };
}

const failure = { exitCode: 1, stderr: "Error: UPGRADE FAILED: context deadline exceeded" };

describe("an upgrade is good when its record says so", () => {
  it("and tells the revision and the chart's notes", async () => {
    const stdout =
      'Release "nats" has been upgraded. Happy Helming!\nTEST SUITE: None\nNOTES:\n1. Get the URL\n\n2. Go\n';
    const { upgrade, told } = world([deployed, good], { stdout });
    expect(await upgrade()).toEqual({ revision: 2, notes: "1. Get the URL\n\n2. Go" });
    expect(told).toEqual([]);
  });

  it("without notes when the release hides them, whatever helm prints", async () => {
    const { upgrade } = world([good], { stdout: "NOTES:\nx" });
    expect(await upgrade({ hideNotes: true })).toEqual({ revision: 2 });
  });

  it("also on a first install", async () => {
    const { operations, call } = world([{ ...deployed, digest: "abc" }]);
    expect(await operations.upgrade(plainRelease(), undefined, call)).toEqual({ revision: 1 });
  });

  it("also when helm's exit code says otherwise", async () => {
    const { upgrade, told } = world([deployed, good], failure);
    expect(await upgrade()).toEqual({ revision: 2 });
    expect(told).toEqual(["helm ended with exit code 1, but its record says deployed"]);
  });

  it("also when it was done before the interruption came", async () => {
    const { upgrade } = world([good], { ended: "interrupted", exitCode: 0 });
    expect(await upgrade()).toEqual({ revision: 2 });
  });
});

describe("a helm that ends well is not believed", () => {
  it.each<[string, readonly FakeRecord[]]>([
    ["there is no record of the release", []],
    ["its newest record is still revision 1 (deployed)", [deployed]],
    ["its newest record is still revision 1 (deployed)", [{ ...deployed, digest: "abc" }]],
    ["its newest record, revision 2, is failed", [deployed, { ...good, status: "failed" }]],
    ["its newest record, revision 2, is pending-upgrade", [deployed, { ...good, status: "pending-upgrade" }]],
    ["its newest record, revision 2, was not made by this run", [{ ...good, digest: "other" }]],
    ["its newest record, revision 2, was not made by this run", [{ ...deployed, revision: 2, digest: "" }]],
  ])("when %s", async (found, left) => {
    const { upgrade } = world(left, { stdout: "garbage {", exitCode: 0 });
    await expect(upgrade()).rejects.toMatchObject({
      code: "HELM_RECORD_MISMATCH",
      message: `upgrade of nats@test: helm ended well, but ${found}`,
      facts: { expectedDigest: "abc", where: "helm at /fake" },
    });
  });

  it("when the record cannot be read", async () => {
    const { upgrade, cluster } = world([good]);
    cluster.request = () => Promise.reject(new HelmwatchError("KUBE_UNREACHABLE", "no route"));
    await expect(upgrade()).rejects.toMatchObject({
      code: "KUBE_UNREACHABLE",
      message: "upgrade of nats@test: helm ended well, but its record cannot be read: no route",
    });
  });

  it("when the cluster does not answer within a minute", async () => {
    const { upgrade, cluster, clock } = world([good]);
    cluster.request = () => new Promise(() => {});
    const running = expect(upgrade()).rejects.toMatchObject({ code: "KUBE_UNREACHABLE" });
    await clock.advance(60_000);
    await running;
    expect(clock.pending()).toBe(0);
  });
});

describe("a failed upgrade", () => {
  it("tells helm's reason and what the record says", async () => {
    const { upgrade } = world([deployed, { ...good, status: "failed" }], failure);
    await expect(upgrade()).rejects.toMatchObject({
      code: "HELM_NOT_READY",
      facts: { record: { revision: 2, status: "failed" }, exitCode: 1 },
    });
  });

  it("tells helm's reason also when the record cannot be read", async () => {
    const { upgrade, cluster } = world([], failure);
    cluster.forbidden.push("/api/v1/namespaces/test/secrets");
    await expect(upgrade()).rejects.toMatchObject({ code: "HELM_NOT_READY" });
  });

  it.each([
    ["interrupted", "HELM_INTERRUPTED"],
    ["deadline", "HELM_DEADLINE"],
  ] as const)("that ended by %s is %s, with what it left behind", async (ended, code) => {
    const { upgrade } = world([deployed, { ...good, status: "pending-upgrade" }], { ended, exitCode: 143 });
    await expect(upgrade()).rejects.toMatchObject({
      code,
      facts: { record: { revision: 2, status: "pending-upgrade" } },
    });
  });

  it("reads the record also when the run is stopping", async () => {
    const stop = new AbortController();
    const { operations, call } = world([good], { ended: "interrupted", exitCode: 143 });
    const running = operations.upgrade(plainRelease(), before, { ...call, signal: stop.signal });
    stop.abort();
    expect(await running).toEqual({ revision: 2 });
  });
});

describe("before helm is started", () => {
  it.each<[string, Partial<ReleaseState>, string, string]>([
    [
      "pending-upgrade",
      { lastGood: 3, createdAt: Date.UTC(2026, 0, 1, 0, 7) },
      'release "nats@test" is pending-upgrade: revision 4 was begun 3m ago and is unfinished',
      "If no helm is working on it, go back to the last good revision: helm rollback nats 3 --namespace test (pending_release_strategy: rollback does so)",
    ],
    [
      "pending-install",
      { createdAt: Date.UTC(2026, 0, 1, 0, 9, 15) },
      'release "nats@test" is pending-install: revision 4 was begun 45s ago and is unfinished',
      "If no helm is working on it, uninstall it: helm uninstall nats --namespace test (pending_release_strategy: rollback does so)",
    ],
    [
      "uninstalling",
      { lastGood: 3, createdAt: Date.UTC(2025, 11, 24) },
      'release "nats@test" is uninstalling: revision 4 was begun 8d ago and is unfinished',
      "If no helm is working on it, uninstall it: helm uninstall nats --namespace test (pending_release_strategy: rollback does so)",
    ],
  ])("a release that is %s is refused", async (status, state, message, hint) => {
    const { upgrade, helm } = world([good]);
    const pending = upgrade({}, { revision: 4, status, createdAt: 0, ...state });
    await expect(pending).rejects.toMatchObject({
      code: "HELM_PENDING",
      message,
      hint,
      facts: { revision: 4, status },
    });
    expect(helm.commands).toEqual([]);
  });

  it("a flag that this helm lacks is refused", async () => {
    const { upgrade, helm } = world([good], {}, "3.22.0");
    await expect(upgrade({ serverSideApply: "true" })).rejects.toMatchObject({ code: "HELM_TOO_OLD" });
    expect(helm.commands.map(({ argv }) => argv[0])).toEqual(["version"]);
  });

  it("helm is asked for its version once", async () => {
    const { upgrade, helm } = world([good]);
    await Promise.all([upgrade(), upgrade()]);
    expect(helm.commands.filter(({ argv }) => argv[0] === "version")).toHaveLength(1);
  });

  it("a failed question for the version is asked anew", async () => {
    const { helm, upgrade } = world([good]);
    const run = helm.run;
    helm.run = () => Promise.reject(new HelmwatchError("HELM_NOT_FOUND", "no helm"));
    await expect(upgrade()).rejects.toMatchObject({ code: "HELM_NOT_FOUND" });
    helm.run = run;
    expect(await upgrade()).toEqual({ revision: 2 });
  });
});

it("gives helm the files it names, thrice the timeout and a minute, and the right to be interrupted", async () => {
  const { upgrade, helm } = world([good]);
  await upgrade({ values: [{ path: "/v.yaml" }], timeoutMs: 60_000 });
  expect(helm.commands.at(-1)).toMatchObject({
    files: ["/plan/charts/nats-7.8.3.tgz", "/v.yaml"],
    deadlineMs: 240_000,
    interruptible: true,
    env: { PATH: "/bin", HELM_REGISTRY_CONFIG: "/home/config/registry/config.json" },
  } satisfies Partial<HelmCommand>);
});
