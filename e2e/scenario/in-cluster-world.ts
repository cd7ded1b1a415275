import { inject } from "vitest";
import { useExistingCluster } from "../cluster/existing-cluster.js";
import { helmImage } from "../images/helm-image.js";
import type { HelmMajor } from "../tools/helm.js";

/** Brings the helm image to the cluster of this run, and gives the `helm` part of a config that uses it. */
export async function inCluster(major: HelmMajor, namespace: string, keys: object = {}) {
  const image = { image: await loadHelmImage(major), image_pull_policy: "Never" };
  const where = { namespace, create_namespace: true, rbac: "namespaced" };
  return { backend: "in-cluster", in_cluster: { ...where, ...image, ...keys } };
}

/** Brings it there, under the name that it is published as where one is given. */
export async function loadHelmImage(major: HelmMajor, published?: string): Promise<string> {
  const call = { signal: AbortSignal.timeout(100_000), progress: () => {} };
  const { name, archive } = await helmImage(major, call, published);
  process.env.KUBECONFIG = inject("kubeconfig");
  await (await useExistingCluster(call)).loadImage(archive, name);
  return name;
}
