import { parseAllDocuments } from "yaml";

export interface PodQuery {
  readonly by: "label" | "field";
  readonly query: string;
}

/** A manifest above this is not searched: parsing it would take longer than evidence is worth. */
const manifestLimit = 2 * 1024 * 1024;

/** How to find the pods of the workloads in a manifest. */
export function podQueries(manifest: string): readonly PodQuery[] {
  if (manifest.length > manifestLimit) return [];
  return parseAllDocuments(manifest).flatMap((document) => {
    const query = podQuery((document.toJS() ?? {}) as Workload);
    return query ? [query] : [];
  });
}

interface Workload {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, unknown>> } };
}

function podQuery({ kind, metadata, spec }: Workload): PodQuery | undefined {
  const name = metadata?.name;
  if (typeof name !== "string") return undefined;
  if (kind === "Pod") return { by: "field", query: `metadata.name=${name}` };
  if (kind === "Job") return { by: "label", query: `job-name=${name}` };
  const labels = spec?.selector?.matchLabels;
  if (typeof labels !== "object" || labels === null || Object.keys(labels).length === 0) return undefined;
  return {
    by: "label",
    query: Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
  };
}
