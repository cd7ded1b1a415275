import type { KubeAccess } from "@helmwatch/core/plugin";
import type { ReleaseRecord } from "../record/release-record.js";
import type { Pod } from "./pod-facts.js";

const podLimit = 100;

/** `query`: `labelSelector=…` or `fieldSelector=…`. */
export async function listPods(
  kube: KubeAccess,
  namespace: string,
  query: string,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${query}&limit=${podLimit}`;
  return (await kube.request<{ items?: readonly Pod[] }>({ method: "GET", path, signal })).items ?? [];
}

/** The pods of a hook: its Job's, or itself. */
export function hookQuery({ kind, name }: Pick<ReleaseRecord["hooks"][number], "kind" | "name">): string {
  return kind === "Job" ? labelQuery(`job-name=${name}`) : fieldQuery(`metadata.name=${name}`);
}

export function labelQuery(selector: string): string {
  return `labelSelector=${encodeURIComponent(selector)}`;
}

export function fieldQuery(selector: string): string {
  return `fieldSelector=${encodeURIComponent(selector)}`;
}
