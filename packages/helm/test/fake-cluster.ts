import { gzipSync } from "node:zlib";
import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

/** A release record as it lies in a cluster. */
export interface FakeRecord {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly digest?: string;
  /** RFC 3339. */
  readonly created?: string;
  /** Of the payload. */
  readonly info?: Readonly<Record<string, unknown>>;
  readonly manifest?: string;
  readonly hooks?: readonly unknown[];
}

export interface FakeCluster extends KubeAccess {
  records: readonly FakeRecord[];
  /** Method, path and query of each request, decoded. */
  readonly requests: string[];
  /** Answers of other paths, by what the path begins with. */
  readonly answers: Record<string, unknown>;
  /** Paths (beginnings) that are refused with 403. */
  readonly forbidden: string[];
}

/** The part of an API server that release records are read from. */
export function fakeCluster(records: readonly FakeRecord[] = [], pageSize = Number.POSITIVE_INFINITY): FakeCluster {
  const cluster: FakeCluster = {
    records,
    requests: [],
    answers: {},
    forbidden: [],
    watch: () => {
      throw new Error("nobody watches");
    },
    async request<T>({ method, path, signal }: Parameters<KubeAccess["request"]>[0]): Promise<T> {
      signal.throwIfAborted();
      const url = new URL(path, "http://cluster");
      cluster.requests.push(`${method} ${decodeURIComponent(path)}`);
      const refused = cluster.forbidden.some((prefix) => url.pathname === prefix || path.startsWith(`${prefix}?`));
      if (refused) throw new HelmwatchError("KUBE_FORBIDDEN", `${url.pathname} is forbidden`);
      const known = Object.keys(cluster.answers).find((prefix) => decodeURIComponent(path).startsWith(prefix));
      if (known !== undefined) return cluster.answers[known] as T;
      const [, namespace, object] = /^\/api\/v1(?:\/namespaces\/([^/]+))?\/(?:secrets|configmaps)(?:\/(.+))?$/.exec(
        url.pathname,
      ) ?? [undefined, undefined, "?"];
      if (object !== undefined) return payload(cluster.records, object) as T;
      const name = /name=([^,]+)$/.exec(url.searchParams.get("labelSelector") ?? "")?.[1];
      const matching = cluster.records.filter(
        (record) => (namespace ?? record.namespace) === record.namespace && (name ?? record.name) === record.name,
      );
      const start = Number(url.searchParams.get("continue") ?? 0);
      const end = start + pageSize;
      return {
        metadata: end < matching.length ? { continue: String(end) } : {},
        items: matching.slice(start, end).map(metadataOf),
      } as T;
    },
  };
  return cluster;
}

function metadataOf({ name, namespace, revision, status, digest, created = "2026-01-01T00:00:00Z" }: FakeRecord) {
  const labels = {
    name,
    owner: "helm",
    status,
    version: String(revision),
    ...(digest ? { "helmwatch/digest": digest } : {}),
  };
  return {
    metadata: { name: `sh.helm.release.v1.${name}.v${revision}`, namespace, creationTimestamp: created, labels },
  };
}

function payload(records: readonly FakeRecord[], object: string) {
  const record = records.find(({ name, revision }) => object === `sh.helm.release.v1.${name}.v${revision}`);
  if (!record) throw new HelmwatchError("KUBE_REQUEST_FAILED", `${object} not found`, { facts: { status: 404 } });
  const { name, revision, status, info = {}, manifest = "", hooks = [] } = record;
  const release = encodeRecord({ name, version: revision, info: { status, ...info }, manifest, hooks });
  return { data: { release: Buffer.from(release).toString("base64") } };
}

/** As helm writes it, before the API's own base64 of Secrets. */
export function encodeRecord(record: unknown): string {
  return gzipSync(JSON.stringify(record)).toString("base64");
}
