import type { KubeAccess } from "@helmwatch/core/plugin";
import type { ReleaseRecord } from "../record/release-record.js";
import type { HelmRelease } from "../release/helm-release.js";
import { fieldQuery, hookQuery, labelQuery, listPods } from "./list-pods.js";
import type { Pod } from "./pod-facts.js";
import { podQueries } from "./pod-queries.js";

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
    for (const pod of await listPods(kube, release.namespace, query, signal)) found.set(pod.metadata.name, pod);
  }
  await collect(labelQuery(`app.kubernetes.io/instance=${release.name}`));
  if (!record) return [...found.values()];
  const hooks = record.hooks.filter(({ phase }) => phase === "Failed" || phase === "Running");
  const queries = [
    ...hooks.map(hookQuery),
    ...(found.size === 0
      ? podQueries(record.manifest).map(({ by, query }) => (by === "label" ? labelQuery(query) : fieldQuery(query)))
      : []),
  ];
  await Promise.all(queries.slice(0, queryLimit).map(collect));
  return [...found.values()];
}
