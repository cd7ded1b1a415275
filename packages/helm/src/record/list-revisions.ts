import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { type RecordMetadata, type ReleaseRevision, releaseRevision } from "./release-revision.js";
import type { ReleaseStorage } from "./release-storage.js";

/** Names, labels and ages only: payloads are up to 1 MB each, and there is one per revision. */
const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const pageSize = 1000;

interface MetadataList {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly RecordMetadata[];
}

export interface RevisionQuery {
  readonly kube: KubeAccess;
  readonly storage: ReleaseStorage;
  readonly signal: AbortSignal;
}

/** The records of one namespace, of one release in it, or (`namespace` undefined) of the whole cluster. */
export async function listRevisions(
  { kube, storage, signal }: RevisionQuery,
  namespace: string | undefined,
  name?: string,
): Promise<readonly ReleaseRevision[]> {
  const place = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  const labels = encodeURIComponent(name === undefined ? "owner=helm" : `owner=helm,name=${name}`);
  const query = [`labelSelector=${labels}`, storage.selector, `limit=${pageSize}`].filter(Boolean).join("&");
  const revisions: ReleaseRevision[] = [];
  let next = "";
  do {
    const path = `/api/v1${place}/${storage.resource}?${query}${next && `&continue=${encodeURIComponent(next)}`}`;
    const page = await kube.request<MetadataList>({ method: "GET", path, headers: { accept: metadataOnly }, signal });
    for (const item of page.items ?? []) {
      const revision = releaseRevision(item);
      if (revision) revisions.push(revision);
    }
    next = page.metadata?.continue ?? "";
  } while (next !== "");
  return revisions;
}

/**
 * The records of several namespaces by one list: of the namespace if it is only one, else of the cluster; where the user
 * may not list that, of each namespace.
 */
export async function listRevisionsOf(
  query: RevisionQuery,
  namespaces: ReadonlySet<string>,
): Promise<readonly ReleaseRevision[]> {
  const [first] = namespaces;
  if (first === undefined) return [];
  if (namespaces.size === 1) return listRevisions(query, first);
  try {
    return await listRevisions(query, undefined);
  } catch (error) {
    if (!isHelmwatchError(error) || error.code !== "KUBE_FORBIDDEN") throw error;
  }
  const lists = await Promise.all([...namespaces].map((namespace) => listRevisions(query, namespace)));
  return lists.flat();
}
