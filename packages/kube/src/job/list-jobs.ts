import type { KubeAccess } from "@helmwatch/core/plugin";
import { jobsPath } from "./api-path.js";
import type { Job } from "./kube-objects.js";

const pageSize = 500;

interface Page {
  readonly metadata?: { readonly continue?: string };
  readonly items: readonly Job[] | null;
}

/** The Jobs of a namespace that carry these labels. */
export async function listJobs(
  kube: KubeAccess,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly Job[]> {
  const labelSelector = Object.entries(labels)
    .map((label) => label.join("="))
    .join(",");
  const found: Job[] = [];
  for (let next: string | undefined = ""; next !== undefined; ) {
    const query = { labelSelector, limit: pageSize, ...(next === "" ? {} : { continue: next }) };
    const page: Page = await kube.request({ method: "GET", path: jobsPath(namespace, query), signal });
    found.push(...(page.items ?? []));
    next = page.metadata?.continue || undefined;
  }
  return found;
}
