import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

export interface FakeObject {
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[] | null;
  };
  readonly [field: string]: unknown;
}

/** The part of an API server that the suite and the fake helm use; objects by namespace, resource and name. */
export interface FakeCluster {
  readonly kube: KubeAccess;
  list(namespace: string, resource: string): readonly FakeObject[];
  get(namespace: string, resource: string, name: string): FakeObject | undefined;
  put(namespace: string, resource: string, object: FakeObject): void;
  remove(namespace: string, resource: string, name: string): void;
}

const objectPath = /^\/apis?\/(?:apps\/|batch\/)?v1\/namespaces\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?(\/log)?$/;

export function fakeCluster(): FakeCluster {
  const objects = new Map<string, FakeObject>();
  const key = (...parts: readonly string[]) => parts.join("/");

  const cluster: FakeCluster = {
    list: (namespace, resource) =>
      [...objects].filter(([at]) => at.startsWith(`${key(namespace, resource)}/`)).map(([, object]) => object),
    get: (namespace, resource, name) => objects.get(key(namespace, resource, name)),
    put: (namespace, resource, object) =>
      void objects.set(key(namespace, resource, object.metadata.name), {
        ...object,
        metadata: { ...object.metadata, namespace } as FakeObject["metadata"],
      }),
    remove: (namespace, resource, name) => void objects.delete(key(namespace, resource, name)),
    kube: {
      async request<T>({ method, path, body, signal }: Parameters<KubeAccess["request"]>[0]): Promise<T> {
        signal.throwIfAborted();
        const { pathname, searchParams } = new URL(path, "http://cluster");
        if (method === "POST") return undefined as T; // Only namespaces, which need not be there.
        const [, namespace = "", resource, name, log] = objectPath.exec(pathname) ?? [];
        if (!resource) {
          for (const at of objects.keys()) if (at.startsWith(`${namespace}/`)) objects.delete(at);
          return undefined as T;
        }
        if (!name) return { metadata: {}, items: cluster.list(namespace, resource).filter(selects(searchParams)) } as T;
        const found = cluster.get(namespace, resource, name);
        if (!found) throw new HelmwatchError("KUBE_REQUEST_FAILED", `no ${path}`, { facts: { status: 404 } });
        if (log) return found.log as T;
        if (method === "PUT") cluster.put(namespace, resource, body as FakeObject);
        if (method === "PATCH") cluster.put(namespace, resource, merge(found, body) as FakeObject);
        return found as T;
      },
      watch: () => {
        throw new Error("nobody watches");
      },
    },
  };
  return cluster;
}

function selects(query: URLSearchParams) {
  const pairs = (query.get("labelSelector") ?? "").split(",").filter(Boolean);
  return ({ metadata: { labels = {} } }: FakeObject) =>
    pairs.every((pair) => labels[pair.split("=")[0]!] === pair.split("=")[1]);
}

function merge(value: unknown, change: unknown): unknown {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  const merged: Record<string, unknown> = { ...(value as object) };
  for (const [field, part] of Object.entries(change)) merged[field] = merge(merged[field], part);
  return merged;
}
