import helmInCluster from "@helmwatch/helm-in-cluster";
import { helmBackendSuite } from "@helmwatch/testkit";
import { describe, it } from "vitest";
import { inCluster } from "../scenario/in-cluster-world.js";
import { helmMajors } from "../tools/helm.js";
import { helmBackendCluster } from "./helm-backend-cluster.js";

const cluster = await helmBackendCluster();

/** The log of the pod of a kept Job. */
async function jobLog(where: string): Promise<string> {
  const [, namespace, name] = /^job (.+)\/(.+)$/.exec(where) ?? [];
  const { signal } = new AbortController();
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const path = `${pods}?labelSelector=${encodeURIComponent(`job-name=${name}`)}`;
  const list = await cluster.kube.request<{ items: { metadata: { name: string } }[] }>({ method: "GET", path, signal });
  const headers = { accept: "text/plain, application/json" };
  return cluster.kube.request({ method: "GET", path: `${pods}/${list.items[0]?.metadata.name}/log`, headers, signal });
}

describe.each(helmMajors)("Jobs of the cluster, helm %i", async (major) => {
  const { in_cluster: keys } = await inCluster(major, "");
  // The account that each namespace has may do nothing.
  const powerless = { rbac: "none", service_account: "default" };
  helmBackendSuite(it.concurrent, {
    ...{ ...cluster, type: helmInCluster.helmBackends!["in-cluster"]!, evidence: jobLog },
    options: ({ namespace, access }) => ({
      in_cluster: { ...keys, namespace, ...(access === "forbidden" ? powerless : {}) },
    }),
  });
});
