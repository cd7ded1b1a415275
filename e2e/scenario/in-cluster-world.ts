import { inject } from "vitest";
import { useExistingCluster } from "../cluster/existing-cluster.js";
import { helmImage } from "../images/helm-image.js";
import type { HelmMajor } from "../tools/helm.js";

/** Brings the helm image to the cluster of this run, and gives the `helm` part of a config that uses it. */
export async function inCluster(major: HelmMajor, namespace: string, keys: object = {}) {
  const call = { signal: AbortSignal.timeout(100_000), progress: () => {} };
  const { name, archive } = await helmImage(major, call);
  process.env.KUBECONFIG = inject("kubeconfig");
  await (await useExistingCluster(call)).loadImage(archive, name);
  return {
    backend: "in-cluster",
    in_cluster: {
      ...{ namespace, create_namespace: true, rbac: "namespaced", image: name, image_pull_policy: "Never" },
      ...keys,
    },
  };
}
