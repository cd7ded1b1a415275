import { inject } from "vitest";
import { useExistingCluster } from "../cluster/existing-cluster.js";
import { helmwatchImage } from "../images/helmwatch-image.js";
import { busyboxImage } from "../tools/busybox.js";
import type { HelmMajor } from "../tools/helm.js";

const loaded = new Map<HelmMajor, Promise<string>>();

/** Brings the image of helmwatch to the cluster of this run, and gives the `run` part of a config that uses it. */
export async function clusterRun(major: HelmMajor, namespace: string, keys: object = {}) {
  const image = loaded.get(major) ?? loadRunImage(major);
  loaded.set(major, image);
  const where = { namespace, create_namespace: true, rbac: "namespaced" };
  return {
    where: "cluster",
    in_cluster: { image: await image, image_pull_policy: "Never", ...where, grace_period: 60, ...keys },
  };
}

/** Brings it there, under the name that it is published as where one is given. */
export async function loadRunImage(major: HelmMajor, published?: string): Promise<string> {
  const call = { signal: AbortSignal.timeout(100_000), progress: () => {} };
  const { name, archive } = await helmwatchImage(major, call, published);
  process.env.KUBECONFIG = inject("kubeconfig");
  await (await useExistingCluster(call)).loadImage(archive, name);
  return name;
}

/** A monitor that runs a shell script in a Job: the same from here and from within the cluster. */
export const shellMonitor = (name: string, script: string, keys: object = {}) => ({
  ...{ name, type: "k8s-job", interval: 0.5, initial_delay: 0, iteration_timeout: 30, total_timeout: 120 },
  ...{ success_threshold: 1, failure_threshold: 1 },
  "k8s-job": { image: busyboxImage, image_pull_policy: "Never", command: ["sh", "-c", script] },
  ...keys,
});
