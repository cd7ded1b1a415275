import { fakeClock } from "@helmwatch/core";
import { expect, it } from "vitest";
import { type FakeRecord, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { connectHelm } from "../program/connect-helm.js";
import type { HelmRelease } from "../release/helm-release.js";
import { createReleaseOperations } from "./create-release-operations.js";
import type { Recovered } from "./operation-context.js";

const record = (revision: number, status: string, digest = "old"): FakeRecord => ({
  ...{ name: "nats", namespace: "test", revision, status, digest },
});

/** A helm that does what it is told on these records, or fails in `fails`. */
function world(records: readonly FakeRecord[], fails?: string, signal = new AbortController().signal) {
  const cluster = fakeCluster(records);
  const helm = fakeHelm("4.3.1", ({ argv: [verb] }) => {
    if (signal.aborted) return { exitCode: -1, ended: "interrupted" };
    if (verb === fails) return { exitCode: 1, stderr: "Error: no" };
    const next = Math.max(0, ...cluster.records.map(({ revision }) => revision)) + 1;
    if (verb === "uninstall") cluster.records = [];
    else cluster.records = [...cluster.records, record(next, "deployed", verb === "upgrade" ? "abc" : "old")];
    return {};
  });
  const operations = createReleaseOperations({
    helm: connectHelm({ executor: helm, home: "/home", env: {} }),
    kube: () => cluster,
    clock: fakeClock(),
  });
  const recovered: Recovered[] = [];
  const call = { signal, progress: () => {}, recovered: (how: Recovered) => void recovered.push(how) };
  const upgrade = async (more: Partial<HelmRelease>) => {
    const release = plainRelease(more);
    const states = await operations.states([release], new AbortController().signal);
    return operations.upgrade(release, states.get(release.uniqname), call);
  };
  const did = () => helm.commands.map(({ argv }) => argv.slice(0, 3).join(" ")).filter((line) => !/^ver/.test(line));
  return { upgrade, recovered, did, helm };
}

const upgraded = "upgrade --install nats";
const pendingUpgrade = [record(1, "superseded"), record(2, "deployed"), record(3, "pending-upgrade", "abc")];

it("goes back to the last good revision, then upgrades", async () => {
  const { upgrade, did, recovered } = world(pendingUpgrade);
  expect(await upgrade({ pendingReleaseStrategy: "rollback" })).toEqual({ revision: 5 });
  expect(did()).toEqual(["rollback nats 2", upgraded]);
  expect(recovered).toEqual([{ action: "rollback", status: "pending-upgrade", toRevision: 2, lastGood: 4 }]);
});

it.each([
  ["rollback", [record(1, "pending-install", "abc")], "pending-install"],
  ["uninstall", pendingUpgrade, "pending-upgrade"],
  ["rollback", [record(1, "deployed"), record(2, "uninstalling")], "uninstalling"],
] as const)(
  "by %s removes what is %s, waits until it is gone, and installs anew",
  async (strategy, records, status) => {
    const { upgrade, did, recovered, helm } = world(records);
    expect(await upgrade({ pendingReleaseStrategy: strategy })).toEqual({ revision: 1 });
    expect(did()).toEqual(["uninstall nats --namespace", upgraded]);
    expect(helm.commands.find(({ argv }) => argv[0] === "uninstall")!.argv).toContain("--wait=watcher");
    expect(recovered).toEqual([{ action: "uninstall", status }]);
  },
);

it("does not upgrade what it could not recover", async () => {
  const { upgrade, did, recovered } = world(pendingUpgrade, "rollback");
  await expect(upgrade({ pendingReleaseStrategy: "rollback" })).rejects.toMatchObject({
    message: "rollback of nats@test to revision 2 failed: no",
  });
  expect([did(), recovered]).toEqual([["rollback nats 2"], []]);
});

it("begins nothing when the run is stopping", async () => {
  const { upgrade, did } = world(pendingUpgrade, undefined, AbortSignal.abort());
  await expect(upgrade({ pendingReleaseStrategy: "uninstall" })).rejects.toMatchObject({ code: "HELM_INTERRUPTED" });
  expect(did()).toEqual([upgraded]);
});

it("leaves a release alone that is not pending", async () => {
  const { upgrade, did, recovered } = world([record(1, "deployed"), record(2, "failed")]);
  expect(await upgrade({ pendingReleaseStrategy: "uninstall" })).toEqual({ revision: 3 });
  expect([did(), recovered]).toEqual([[upgraded], []]);
});
