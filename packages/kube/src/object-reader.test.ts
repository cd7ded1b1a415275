import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { objectReader } from "./object-reader.js";

const signal = new AbortController().signal;

/** An API server with these answers; everything else it does not have. */
function server(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const request = (async ({ path }: { path: string }) => {
    asked.push(path);
    const answer = answers[path];
    if (answer instanceof Error) throw answer;
    if (answer === undefined) throw new HelmwatchError("KUBE_REQUEST_FAILED", "no", { facts: { status: 404 } });
    return answer;
  }) as KubeAccess["request"];
  return { asked, read: objectReader({ request }, signal) };
}

const apps = {
  resources: [
    { name: "deployments/status", kind: "Deployment", namespaced: true },
    { name: "deployments", kind: "Deployment", namespaced: true },
  ],
};
const deployment = { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };

it("asks once what the cluster calls a kind, and reads objects of namespaces and of the cluster", async () => {
  const { read, asked } = server({
    "/apis/apps/v1": apps,
    "/apis/apps/v1/namespaces/shop/deployments/web": { a: 1 },
    "/api/v1": { resources: [{ name: "namespaces", kind: "Namespace", namespaced: false }] },
    "/api/v1/namespaces/shop": { b: 2 },
  });
  expect(await Promise.all([read(deployment), read({ ...deployment, name: "gone" })])).toEqual([{ a: 1 }, undefined]);
  expect(await read({ apiVersion: "v1", kind: "Namespace", namespace: "x", name: "shop" })).toEqual({ b: 2 });
  expect(asked.filter((path) => path === "/apis/apps/v1")).toHaveLength(1);
});

it("an API or a kind that the cluster does not have has no objects", async () => {
  const { read } = server({ "/apis/apps/v1": apps });
  expect(await read({ ...deployment, kind: "Nothing" })).toBe(undefined);
  expect(await read({ ...deployment, apiVersion: "example.com/v1" })).toBe(undefined);
});

it("what goes wrong is no missing object", async () => {
  const forbidden = new HelmwatchError("KUBE_FORBIDDEN", "not allowed", { facts: { status: 403 } });
  const { read } = server({ "/apis/apps/v1": apps, "/apis/apps/v1/namespaces/shop/deployments/web": forbidden });
  await expect(read(deployment)).rejects.toBe(forbidden);
});
