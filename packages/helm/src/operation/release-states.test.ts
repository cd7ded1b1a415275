import { fakeClock } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { type FakeCluster, fakeCluster } from "../../test/fake-cluster.js";
import { fakeHelm } from "../../test/fake-helm.js";
import { connectHelm } from "../program/connect-helm.js";
import { createReleaseOperations } from "./create-release-operations.js";

function operations(clusters: Record<string, FakeCluster>, env: Record<string, string> = {}) {
  const helm = connectHelm({ executor: fakeHelm("4.3.1"), home: "/home", env });
  return createReleaseOperations({ helm, kube: async (context) => clusters[context ?? ""]!, clock: fakeClock() });
}
const never = new AbortController().signal;
const record = (name: string, namespace: string, revision: number, status = "deployed") => ({
  ...{ name, namespace, revision, status },
});

it("reads each cluster once and tells releases of equal names apart", async () => {
  const here = fakeCluster([
    record("a", "n", 1, "superseded"),
    record("a", "n", 2),
    record("a", "m", 7),
    record("z", "n", 1),
  ]);
  const there = fakeCluster([record("a", "n", 5, "failed")]);
  const states = await operations({ "": here, prod: there }).states(
    [
      { name: "a", namespace: "n" },
      { name: "a", namespace: "m" },
      { name: "gone", namespace: "m" },
      { name: "a", namespace: "n", context: "prod" },
    ],
    never,
  );
  expect([...states].map(([name, { revision, status }]) => [name, revision, status])).toEqual([
    ["a@n", 2, "deployed"],
    ["a@m", 7, "deployed"],
    ["a@n@prod", 5, "failed"],
  ]);
  expect([here.requests.length, there.requests.length]).toEqual([1, 1]);
});

it.each(["KUBE_FORBIDDEN", "KUBE_UNREACHABLE"] as const)(
  "takes a list that ends with %s for an error, never for a release that is not installed",
  async (code) => {
    const cluster = fakeCluster([record("a", "n", 1)]);
    cluster.request = () => Promise.reject(new HelmwatchError(code, "no"));
    const states = operations({ "": cluster }).states([{ name: "a", namespace: "n" }], never);
    await expect(states).rejects.toMatchObject({ code });
  },
);

it("starts no helm", async () => {
  const helm = fakeHelm("4.3.1");
  const options = { helm: connectHelm({ executor: helm, home: "/home", env: {} }), clock: fakeClock() };
  await createReleaseOperations({ ...options, kube: () => fakeCluster() }).states(
    [{ name: "a", namespace: "n" }],
    never,
  );
  expect(helm.commands).toEqual([]);
});

it("refuses a HELM_DRIVER whose records are elsewhere", async () => {
  const states = operations({ "": fakeCluster() }, { HELM_DRIVER: "sql" }).states(
    [{ name: "a", namespace: "n" }],
    never,
  );
  await expect(states).rejects.toMatchObject({ code: "USAGE" });
});

it("lists the history from the oldest and decodes a record", async () => {
  const cluster = fakeCluster([
    record("a", "n", 10),
    { ...record("a", "n", 9, "failed"), info: { description: "no" } },
  ]);
  const { history, record: read } = operations({ "": cluster });
  const release = { name: "a", namespace: "n" };
  expect((await history(release)).map(({ revision }) => revision)).toEqual([9, 10]);
  expect(await read(release, 9, never)).toMatchObject({ revision: 9, status: "failed", description: "no" });
});
