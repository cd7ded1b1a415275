import { fakeClock } from "@helmwatch/core";
import type { HelmResult } from "@helmwatch/core/plugin";
import { describe, expect, it } from "vitest";
import { type FakeRecord, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import { createReleaseOperations } from "./create-release-operations.js";

const record = (revision: number, status: string): FakeRecord => ({
  name: "nats",
  namespace: "test",
  revision,
  status,
});
const start = [record(1, "superseded"), record(2, "deployed"), record(3, "failed")];

function world(left: readonly FakeRecord[], ending: Partial<HelmResult> = {}, records = start) {
  const cluster = fakeCluster(records);
  const helm = fakeHelm("4.3.1", () => {
    cluster.records = left;
    return ending;
  });
  const operations = createReleaseOperations({
    helm: connectHelm({ executor: helm, home: "/home", env: {} }),
    kube: () => cluster,
    clock: fakeClock(),
  });
  const call = { signal: AbortSignal.abort(), progress: () => {} };
  return {
    cluster,
    helm,
    rollback: (toRevision: number) => operations.rollback(plainRelease(), toRevision, call),
    uninstall: () => operations.uninstall(plainRelease(), call),
  };
}

const failure = { exitCode: 1, stderr: "Error: resource Job/test/h not ready. status: Failed, message: Job Failed" };

describe("rollback", () => {
  it("tells the revision it made, and goes on although the run is stopping", async () => {
    const { rollback, helm } = world([...start, record(4, "deployed")]);
    expect(await rollback(2)).toEqual({ revision: 4 });
    expect(helm.commands.at(-1)).toMatchObject({ interruptible: false, deadlineMs: 240_000 });
    expect(helm.commands.at(-1)!.argv.slice(0, 3)).toEqual(["rollback", "nats", "2"]);
  });

  it.each<[string, readonly FakeRecord[]]>([
    ["its newest record is revision 3 (failed)", start],
    ["its newest record is revision 4 (pending-rollback)", [...start, record(4, "pending-rollback")]],
    ["there is no record of the release", []],
  ])("does not believe a helm that ended well when %s", async (found, left) => {
    await expect(world(left).rollback(2)).rejects.toMatchObject({
      code: "HELM_RECORD_MISMATCH",
      message: `rollback of nats@test to revision 2: helm ended well, but ${found}`,
    });
  });

  it("does not take the revision that was there for the one it made", async () => {
    const there = [record(1, "superseded"), record(2, "deployed")];
    await expect(world(there, {}, there).rollback(1)).rejects.toMatchObject({ code: "HELM_RECORD_MISMATCH" });
  });

  it("takes the revision that an earlier run began for its own when that is done", async () => {
    const begun = [...start, record(4, "pending-rollback")];
    expect(await world([...start, record(4, "deployed")], {}, begun).rollback(2)).toEqual({ revision: 4 });
  });

  it("tells helm's reason and the state it left", async () => {
    const { rollback } = world([...start, record(4, "pending-rollback")], failure);
    await expect(rollback(2)).rejects.toMatchObject({
      code: "HELM_NOT_READY",
      facts: { record: { revision: 4, status: "pending-rollback" } },
    });
  });

  it.each<[string, readonly FakeRecord[], string]>([
    ["pruned", start, "Revisions kept: 1, 2, 3; see max_history."],
    ["of a release that is gone", [], "The release is not installed."],
  ])("starts no helm for a revision %s", async (_, records, hint) => {
    const { rollback, helm } = world([], {}, [...records]);
    await expect(rollback(9)).rejects.toMatchObject({ code: "HELM_FAILED", hint });
    expect(helm.commands).toEqual([]);
  });
});

describe("uninstall", () => {
  it("is done when no record is left, and goes on although the run is stopping", async () => {
    const { uninstall, helm } = world([]);
    await uninstall();
    expect(helm.commands.at(-1)).toMatchObject({ interruptible: false });
  });

  it("is done when a history is kept", async () => {
    await world([record(3, "uninstalled")]).uninstall();
  });

  it("is not believed while a record is left", async () => {
    await expect(world(start).uninstall()).rejects.toMatchObject({ code: "HELM_RECORD_MISMATCH" });
  });

  it("has failed when helm says so, even without a record: objects may be left", async () => {
    await expect(world([], failure).uninstall()).rejects.toMatchObject({ code: "HELM_NOT_READY" });
  });
});
