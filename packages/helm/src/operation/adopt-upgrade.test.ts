import { fakeClock } from "@helmwatch/core";
import type { HelmResult } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { type FakeRecord, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import type { ReleaseState } from "../record/release-state.js";
import { createReleaseOperations } from "./create-release-operations.js";

const first: FakeRecord = { name: "nats", namespace: "test", revision: 1, status: "deployed", digest: "old" };
const second = (status: string, digest = "abc"): FakeRecord => ({ ...first, revision: 2, status, digest });
/** As an earlier run left it. */
const pending: ReleaseState = { revision: 2, status: "pending-upgrade", digest: "abc", lastGood: 1, createdAt: 0 };
const good: HelmResult = { exitCode: 0, stdout: "", stderr: "", where: "job a/b", ended: "exit" };

/** An executor whose commands outlive helmwatch: `running` is how the one that runs ends, with these records left. */
function world(
  running: Partial<HelmResult> | undefined,
  left: readonly FakeRecord[],
  signal = new AbortController().signal,
) {
  const cluster = fakeCluster([first, second("pending-upgrade")]);
  const helm = fakeHelm("4.3.1", () => {
    if (signal.aborted) return { exitCode: -1, ended: "interrupted" };
    cluster.records = [first, { ...second("deployed"), revision: 3 }];
    return {};
  });
  const adopt = async () => {
    cluster.records = left;
    signal.throwIfAborted();
    return running && { ...good, ...running };
  };
  const operations = createReleaseOperations({
    helm: connectHelm({ executor: { ...helm, adopt }, home: "/home", env: {} }),
    kube: () => cluster,
    clock: fakeClock(),
  });
  const call = { signal, progress: () => {} };
  const started = () => helm.commands.map(({ argv }) => argv[0]).filter((verb) => verb !== "version");
  return { upgrade: (before = pending) => operations.upgrade(plainRelease(), before, call), started };
}

it("follows an upgrade that still runs, and counts the revision that it finished", async () => {
  const { upgrade, started } = world({}, [first, second("deployed")]);
  expect(await upgrade()).toEqual({ revision: 2 });
  expect(started()).toEqual([]);
});

it("tells of one that it followed how it failed, and starts no other", async () => {
  const { upgrade, started } = world({ exitCode: 1, stderr: "Error: context deadline exceeded" }, [
    ...[first, second("failed")],
  ]);
  await expect(upgrade()).rejects.toMatchObject({ code: "HELM_NOT_READY", facts: { record: { revision: 2 } } });
  expect(started()).toEqual([]);
});

it("does not take a revision that an upgrade began before for one that is finished", async () => {
  const { upgrade } = world({}, [first, second("pending-upgrade")]);
  await expect(upgrade()).rejects.toMatchObject({ code: "HELM_RECORD_MISMATCH" });
});

it.each<[string, ReleaseState]>([
  ["pending", pending],
  ["not begun", { ...pending, revision: 1, status: "deployed", digest: "old" }],
])("makes no second revision of what was %s and has been done since", async (_, before) => {
  const { upgrade, started } = world(undefined, [first, second("deployed")]);
  expect(await upgrade(before)).toEqual({ revision: 2 });
  expect(started()).toEqual([]);
});

it("refuses what is pending when nothing runs", async () => {
  const { upgrade, started } = world(undefined, [first, second("pending-upgrade")]);
  await expect(upgrade()).rejects.toMatchObject({ code: "HELM_PENDING" });
  expect(started()).toEqual([]);
});

it.each([
  ["failed", second("failed")],
  ["ended well, but was of other inputs", second("deployed", "other")],
])("upgrades when what was pending has %s", async (_, left) => {
  const { upgrade, started } = world(undefined, [first, left]);
  expect(await upgrade()).toEqual({ revision: 3 });
  expect(started()).toEqual(["upgrade"]);
});

it("tells that it was interrupted when it is told to stop while it looks for one that runs", async () => {
  const { upgrade } = world(undefined, [first], AbortSignal.abort());
  await expect(upgrade({ ...pending, revision: 1, status: "deployed" })).rejects.toMatchObject({
    code: "HELM_INTERRUPTED",
  });
});
