import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { expect, it } from "vitest";
import { type Grant, grantRights } from "./grant-rights.js";

const grant: Grant = {
  ...{ namespace: "jobs", createNamespace: false, serviceAccount: "helmwatch", rbac: "namespaced" },
  targets: [{ namespace: "shop", create: false }],
};

/** A POST is answered with `posts`, a look at what is there with `gets`. */
function cluster(posts: number, gets: number) {
  const asked: string[] = [];
  const kube: Pick<KubeAccess, "request"> = {
    async request<T>({ method, path }: { method: string; path: string }) {
      asked.push(`${method} ${path.split("/").slice(-2).join("/")}`);
      const status = method === "POST" ? posts : gets;
      if (status >= 400) throw new HelmwatchError("KUBE_REQUEST_FAILED", `${status}`, { facts: { status } });
      return {} as T;
    },
  };
  const granted = grantRights(kube as KubeAccess, grant, new AbortController().signal);
  return { granted, asked };
}

it.each([
  ["is not there", 201, 404],
  ["is there already", 409, 200],
  ["is there, and may not be made", 403, 200],
])("is content with what %s", async (_, posts, gets) => {
  const { granted, asked } = cluster(posts, gets);
  await granted;
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual([
    ...["POST jobs/serviceaccounts", "POST shop/roles", "POST shop/rolebindings"],
  ]);
});

it.each([
  ["is not there and may not be made", 403, 404],
  ["cannot be made", 422, 200],
])("fails for what %s", async (_, posts, gets) => {
  await expect(cluster(posts, gets).granted).rejects.toThrow(String(posts));
});
