import { expect, it } from "vitest";
import { fakeCluster } from "../../test/fake-cluster.js";
import { listRevisionsOf } from "./list-revisions.js";
import { releaseStorage } from "./release-storage.js";

const records = ["n", "n", "m", "other"].map((namespace, index) => ({
  ...{ name: "a", namespace, revision: index + 1, status: "deployed" },
}));
const list = (cluster: ReturnType<typeof fakeCluster>, namespaces: string[], driver?: string) =>
  listRevisionsOf(
    { kube: cluster, storage: releaseStorage(driver), signal: new AbortController().signal },
    new Set(namespaces),
  );

it("asks once for the whole cluster, for helm's Secrets and without their payload", async () => {
  const cluster = fakeCluster(records);
  expect((await list(cluster, ["n", "m"])).map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
  expect(cluster.requests).toEqual([
    "GET /api/v1/secrets?labelSelector=owner=helm&fieldSelector=type=helm.sh/release.v1&limit=1000",
  ]);
});

it("asks for one namespace only when there is only one", async () => {
  const cluster = fakeCluster(records);
  expect(await list(cluster, ["n"])).toHaveLength(2);
  expect(cluster.requests).toEqual([
    "GET /api/v1/namespaces/n/secrets?labelSelector=owner=helm&fieldSelector=type=helm.sh/release.v1&limit=1000",
  ]);
});

it("asks for nothing without a namespace", async () => {
  const cluster = fakeCluster(records);
  expect(await list(cluster, [])).toEqual([]);
  expect(cluster.requests).toEqual([]);
});

it("asks each namespace where the cluster may not be listed", async () => {
  const cluster = fakeCluster(records);
  cluster.forbidden.push("/api/v1/secrets");
  expect((await list(cluster, ["n", "m"])).map(({ namespace }) => namespace)).toEqual(["n", "n", "m"]);
  expect(cluster.requests).toHaveLength(3);
});

it("reads all pages", async () => {
  const cluster = fakeCluster(records, 1);
  expect(await list(cluster, ["n", "m"])).toHaveLength(4);
  expect(cluster.requests.at(-1)).toMatch(/&continue=3$/);
});

it("reads ConfigMaps for that driver", async () => {
  const cluster = fakeCluster(records);
  expect(await list(cluster, ["n"], "configmap")).toHaveLength(2);
  expect(cluster.requests).toEqual(["GET /api/v1/namespaces/n/configmaps?labelSelector=owner=helm&limit=1000"]);
});

it.each(["sql", "memory", "nope"])("refuses HELM_DRIVER=%s", (driver) => {
  expect(() => releaseStorage(driver)).toThrow(
    expect.objectContaining({ code: "USAGE", message: `HELM_DRIVER is "${driver}", expected secret or configmap` }),
  );
});
