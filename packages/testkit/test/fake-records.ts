import { gunzipSync, gzipSync } from "node:zlib";
import type { FakeCluster, FakeObject } from "./fake-cluster.js";

export interface Revision {
  readonly name: string;
  readonly version: number;
  readonly info: { readonly status: string; readonly description: string; readonly notes: string };
  readonly labels: Readonly<Record<string, string>>;
  readonly manifest: string;
  readonly hooks: readonly object[];
  readonly objects: readonly FakeObject[];
  /** Base64 of the chart. */
  readonly chart: string;
}

export interface FakeRecords {
  /** Oldest first. */
  all(): readonly Revision[];
  save(revision: Revision): void;
  removeAll(): void;
}

/** Release records as helm keeps them, in one namespace. */
export function fakeRecords(cluster: FakeCluster, namespace: string, name: string, driver = "secret"): FakeRecords {
  const resource = driver === "configmap" ? "configmaps" : "secrets";
  const mine = () => cluster.list(namespace, resource).filter(({ metadata }) => metadata.labels?.name === name);
  return {
    all: () =>
      mine().map(({ data }) => {
        const { release } = data as { release: string };
        const inner = resource === "secrets" ? Buffer.from(release, "base64").toString() : release;
        return JSON.parse(gunzipSync(Buffer.from(inner, "base64")).toString()) as Revision;
      }),
    save(revision) {
      const inner = gzipSync(JSON.stringify(revision), { level: 1 }).toString("base64");
      if (inner.length > 1_048_576) throw new Error("create: data: Too long: may not be more than 1048576 bytes");
      const { version, labels, info } = revision;
      cluster.put(namespace, resource, {
        metadata: {
          name: `sh.helm.release.v1.${name}.v${version}`,
          labels: { ...labels, name, owner: "helm", status: info.status, version: String(version) },
        },
        data: { release: resource === "secrets" ? Buffer.from(inner).toString("base64") : inner },
      });
    },
    removeAll() {
      for (const { metadata } of mine()) cluster.remove(namespace, resource, metadata.name);
    },
  };
}
