import { HelmwatchError } from "@helmwatch/core/plugin";
import { type FakeCluster, fakeCluster } from "./fake-cluster.js";

interface Script {
  /** The pod's log. */
  readonly log?: readonly string[];
  /** How the container ends once its log has been read; it goes on for ever without. */
  readonly end?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
  /** Why the container does not start. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** `create jobs`: what we may not do. */
  readonly forbidden?: readonly string[];
  /** How many connections for the log are cut after two lines. */
  readonly cuts?: number;
}

export interface PodCluster extends FakeCluster {
  /** Jobs, Secrets and what else was made and is there, by kind. */
  readonly made: Map<string, Kept[]>;
}

interface Kept {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly [key: string]: unknown;
}

const notFound = () => new HelmwatchError("KUBE_REQUEST_FAILED", "not found", { facts: { status: 404 } });

/** A cluster that keeps what is made in it, and whose one pod prints a log and ends. */
export function podCluster({ log = [], end, waiting, forbidden = [], cuts = 0 }: Script): PodCluster {
  const releases = fakeCluster();
  const made: PodCluster["made"] = new Map();
  let isRead = false;
  let killed = false;
  let uncut = cuts;
  const jobs = () => made.get("Job") ?? [];
  const terminated = () => (killed ? { exitCode: 143 } : isRead ? end : undefined);
  const pod = () => {
    const state = waiting ? { waiting } : terminated() ? { terminated: terminated() } : { running: {} };
    return {
      metadata: { name: "pod", uid: "pod", ...(killed ? { deletionTimestamp: "2026-01-02T03:04:05Z" } : {}) },
      spec: { containers: [{ name: "helmwatch" }] },
      status: { phase: waiting ? "Pending" : "Running", containerStatuses: [{ name: "helmwatch", state }] },
    };
  };

  async function answer(method: string, path: string, body: unknown): Promise<unknown> {
    const resource = /(?:namespaces\/[^/]+\/)?([a-z]+)(?:\/[^/]*)?$/.exec(path)?.[1];
    if (path.endsWith("selfsubjectaccessreviews")) {
      const { verb, resource } = (body as { spec: { resourceAttributes: Record<string, string> } }).spec
        .resourceAttributes;
      return { status: { allowed: !forbidden.includes(`${verb} ${resource}`) } };
    }
    if (method === "POST") {
      const { kind, metadata } = body as Kept;
      const kept = { ...(body as Kept), metadata: { ...metadata, uid: `uid of ${metadata.name}` } };
      made.set(kind, [...(made.get(kind) ?? []), kept]);
      return kept;
    }
    if (method === "PATCH") return Object.assign(jobs()[0]!, body, { metadata: jobs()[0]!.metadata });
    if (method === "DELETE" && path.includes("/pods/")) killed = true;
    else if (method === "DELETE") made.delete("Job");
    else if (resource === "pods") return { items: jobs().length > 0 ? [pod()] : [] };
    else if (path.endsWith("/jobs")) return { items: jobs() };
    else if (path.includes("/jobs/")) {
      if (jobs().length === 0) throw notFound();
      return jobs()[0];
    } else if (/(?:namespaces|serviceaccounts|roles|rolebindings)\/[^/]+$/.test(path)) throw notFound();
    else return { items: [] };
    return {};
  }

  return {
    ...releases,
    made,
    async request<T>({ method, path, body, ...more }: Parameters<PodCluster["request"]>[0]): Promise<T> {
      const { pathname } = new URL(path, "http://cluster");
      if (path.startsWith("/helm/") || (method === "GET" && pathname.endsWith("/secrets")))
        return releases.request<T>({ method, path, body, ...more });
      releases.asked.push(`${method} ${pathname}`);
      return (await answer(method, pathname, body)) as T;
    },
    // Tells nothing, as one whose connection hangs.
    async *watch({ signal }) {
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
    async *stream({ path, signal }) {
      const rows = log.map((line, index) => `2026-01-02T03:04:05.${String(index).padStart(9, "0")}Z ${line}\n`);
      if (uncut-- > 0) {
        yield rows.slice(0, 2).join("");
        throw new HelmwatchError("KUBE_UNREACHABLE", "the connection was cut");
      }
      yield rows.join("");
      isRead = true;
      if (path.includes("follow=true") && !end)
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  };
}
