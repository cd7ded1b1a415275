import type { KubeAccess } from "@helmwatch/core/plugin";
import type { ReleaseRecord } from "../record/release-record.js";
import type { HelmRelease } from "../release/helm-release.js";
import type { Pod } from "./pod-facts.js";
import { podQueries } from "./pod-queries.js";

const podLimit = 100;
const queryLimit = 20;

/**
 * Pods of a release: by the label that charts are asked to set (helm's best practices), those of failed hooks, and,
 * where nothing carries the label, by the selectors of the workloads in the record's manifest.
 */
export async function findPods(
  kube: KubeAccess,
  release: HelmRelease,
  record: ReleaseRecord | undefined,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const found = new Map<string, Pod>();
  async function collect(query: string): Promise<void> {
    const path = `/api/v1/namespaces/${encodeURIComponent(release.namespace)}/pods?${query}&limit=${podLimit}`;
    const list = await kube.request<{ items?: readonly Pod[] }>({ method: "GET", path, signal });
    for (const pod of list.items ?? []) found.set(pod.metadata.name, pod);
  }
  await collect(labels(`app.kubernetes.io/instance=${release.name}`));
  if (!record) return [...found.values()];
  const hooks = record.hooks.filter(({ phase }) => phase === "Failed" || phase === "Running");
  const queries = [
    ...hooks.map(({ kind, name }) => (kind === "Job" ? labels(`job-name=${name}`) : field(`metadata.name=${name}`))),
    ...(found.size === 0
      ? podQueries(record.manifest).map(({ by, query }) => (by === "label" ? labels(query) : field(query)))
      : []),
  ];
  await Promise.all(queries.slice(0, queryLimit).map(collect));
  return [...found.values()];
}

function labels(selector: string): string {
  return `labelSelector=${encodeURIComponent(selector)}`;
}

function field(selector: string): string {
  return `fieldSelector=${encodeURIComponent(selector)}`;
}
