import { HelmwatchError, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

export interface ObjectMetadata {
  readonly name: string;
  /** Undefined for objects of the cluster. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly creationTimestamp: string;
  readonly resourceVersion: string;
}

export interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly signal: AbortSignal;
}

/** Servers of aggregated APIs may know no PartialObjectMetadata: the whole objects hold the same metadata. */
const accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const pageSize = 500;

interface Page {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly { readonly metadata: Partial<ObjectMetadata> }[] | null;
}

/**
 * Lists the metadata of objects without their content (release Secrets of a megabyte each cost a kilobyte), 500 a page.
 * `path` is a collection, as `/api/v1/secrets`. A list that expires between two pages is begun again, once.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches
 */
export async function listMetadata(
  kube: Pick<KubeAccess, "request">,
  path: string,
  options: ListOptions,
): Promise<readonly ObjectMetadata[]> {
  try {
    return await listPages(kube, path, options);
  } catch (error) {
    if (isHelmwatchError(error) && error.facts.status === 410) return listPages(kube, path, options);
    throw error;
  }
}

async function listPages(
  kube: Pick<KubeAccess, "request">,
  path: string,
  { labelSelector, fieldSelector, signal }: ListOptions,
): Promise<ObjectMetadata[]> {
  const found: ObjectMetadata[] = [];
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (labelSelector !== undefined) query.set("labelSelector", labelSelector);
  if (fieldSelector !== undefined) query.set("fieldSelector", fieldSelector);
  for (;;) {
    const page = await kube.request<Page>({ method: "GET", path: `${path}?${query}`, headers: { accept }, signal });
    // Go writes an empty list as null.
    if (page?.items === undefined)
      throw new HelmwatchError("KUBE_BAD_ANSWER", `the answer to GET ${path} is not a list`, { facts: { path } });
    for (const { metadata } of page.items ?? []) found.push(readMetadata(metadata));
    if (!page.metadata?.continue) return found;
    query.set("continue", page.metadata.continue);
  }
}

function readMetadata(metadata: Partial<ObjectMetadata>): ObjectMetadata {
  const { name = "", namespace, labels = {}, annotations = {} } = metadata;
  const { creationTimestamp = "", resourceVersion = "" } = metadata;
  return { name, namespace, labels, annotations, creationTimestamp, resourceVersion };
}
