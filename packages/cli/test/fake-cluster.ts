import { HelmwatchError } from "@helmwatch/core/plugin";
import type { ClusterAccess } from "../src/world/world.js";

interface Revision {
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

/** What the acme backend tells about a helm command. */
interface HelmRecord {
  readonly command: "upgrade" | "rollback" | "uninstall";
  readonly name: string;
  readonly namespace: string;
  readonly labels: readonly [string, string][];
  readonly status?: string;
  readonly to?: number;
}

export interface FakeCluster extends ClusterAccess {
  /** Every request: `GET /api/v1/secrets`, and helm's work as `helm upgrade nats`. */
  readonly asked: string[];
  /** `nats: 1 superseded, 2 deployed` */
  releases(): string[];
}

/** Release Secrets in memory: lists answer from them, the acme backend writes them as helm would. */
export function fakeCluster(options: { forbidden?: boolean } = {}): FakeCluster {
  let revisions: Revision[] = [];
  const asked: string[] = [];
  const of = (name: string, namespace: string) =>
    revisions.filter((one) => one.namespace === namespace && one.labels.name === name);

  function apply({ command, name, namespace, labels, status = "deployed", to }: HelmRecord): void {
    const before = of(name, namespace);
    if (command === "uninstall") {
      revisions = revisions.filter((one) => !before.includes(one));
      return;
    }
    const kept = before.find(({ labels }) => labels.version === String(to))?.labels ?? {};
    if (status === "deployed")
      for (const one of before) if (one.labels.status === "deployed") one.labels.status = "superseded";
    const version = String(Math.max(0, ...before.map((one) => Number(one.labels.version))) + 1);
    revisions.push({
      namespace,
      labels: { ...kept, ...Object.fromEntries(labels), owner: "helm", name, version, status },
    });
  }

  return {
    context: "test",
    asked,
    releases: () =>
      [...new Set(revisions.map(({ labels }) => labels.name ?? ""))].map(
        (name) =>
          `${name}: ${revisions
            .filter(({ labels }) => labels.name === name)
            .map(({ labels }) => `${labels.version} ${labels.status}`)
            .join(", ")}`,
      ),
    async request<T>({ method, path, body }: Parameters<ClusterAccess["request"]>[0]) {
      if (path === "/helm/records") {
        const record = body as HelmRecord;
        asked.push(`helm ${record.command} ${record.name}`);
        apply(record);
        return {} as T;
      }
      const url = new URL(path, "http://cluster");
      asked.push(`${method} ${url.pathname}`);
      if (options.forbidden) throw new HelmwatchError("KUBE_FORBIDDEN", "you may not list secrets");
      if (!url.pathname.endsWith("/secrets")) return { items: [] } as T;
      const namespace = /namespaces\/([^/]+)/.exec(url.pathname)?.[1];
      const name = /name=([^,]+)/.exec(url.searchParams.get("labelSelector") ?? "")?.[1];
      const items = revisions
        .filter(
          (one) => (namespace ?? one.namespace) === one.namespace && (name ?? one.labels.name) === one.labels.name,
        )
        .map((one) => ({
          metadata: { ...one, name: "", creationTimestamp: "2026-01-02T03:04:05Z" },
        }));
      return { items } as T;
    },
    // biome-ignore lint/correctness/useYield: nothing is watched here
    async *watch() {
      throw new Error("nothing is watched here");
    },
  };
}
