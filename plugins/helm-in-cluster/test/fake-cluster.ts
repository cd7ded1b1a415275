import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import type { Job, Pod } from "@helmwatch/kube/job";

type State = NonNullable<NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number]["state"]>;
type Stored = Job & { readonly spec: { suspend: boolean } };
type Labelled = { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } };

/** An API server with just the paths of this backend, and a Job controller and kubelet that a test plays. */
export interface FakeCluster {
  readonly kube: KubeAccess;
  /** `METHOD last/part/of/path`, in order, without reads. */
  readonly writes: readonly string[];
  readonly secrets: Map<string, { readonly data: Record<string, string>; readonly metadata: object }>;
  readonly jobs: Map<string, Stored>;
  log: string;
  logs: number;
  events: { reason: string; message: string }[];
  /** Gives the pod of the one Job a container state; makes the pod with the first. */
  pod(state: State): void;
  /** It is being removed, and ends by itself. */
  deletePod(): void;
  removePod(): void;
  finishJob(name: string, type: "Complete" | "Failed", message?: string): void;
  /** Cuts every watch, and fails as many requests. */
  drop(requests: number): void;
  /** What a POST of that kind answers with next, after so many that go well. */
  refuse(kind: string, status: number, after?: number): void;
}

export function fakeCluster(): FakeCluster {
  const writes: string[] = [];
  const secrets: FakeCluster["secrets"] = new Map();
  const jobs: FakeCluster["jobs"] = new Map();
  const refusals = new Map<string, { status: number; after: number }>();
  const watches = new Set<{ queue: object[]; wake: () => void; cut: boolean }>();
  let pod: Pod | undefined;
  let failing = 0;
  let uid = 0;

  const fail = (status: number): never => {
    throw new HelmwatchError("KUBE_REQUEST_FAILED", `status ${status}`, { facts: { status } });
  };
  const tell = (type: string, object: object) => {
    for (const watch of watches) {
      watch.queue.push({ type, object: structuredClone(object) });
      watch.wake();
    }
  };
  const cluster: FakeCluster = {
    ...{ writes, secrets, jobs, log: "0 end\n", logs: 0, events: [] },
    pod(state) {
      const type = pod ? "MODIFIED" : "ADDED";
      const { metadata } = [...jobs.values()].at(-1)!;
      const labels = { ...metadata.labels, "batch.kubernetes.io/controller-uid": metadata.uid };
      const status = { containerStatuses: [{ name: "helm", state }] };
      pod ??= { metadata: { name: "pod-1", uid: "p", labels } };
      pod = { ...pod, status };
      tell(type, pod);
    },
    deletePod() {
      pod = { ...pod!, metadata: { ...pod!.metadata, deletionTimestamp: "2026-01-01T00:02:00Z" } };
      tell("MODIFIED", pod);
    },
    removePod() {
      const gone = pod!;
      pod = undefined;
      tell("DELETED", gone);
    },
    finishJob(name, type, message = "") {
      const job = jobs.get(name)!;
      jobs.set(name, { ...job, status: { conditions: [{ type, status: "True", message }] } });
    },
    drop(requests) {
      failing = requests;
      for (const watch of watches) {
        watch.cut = true;
        watch.wake();
      }
    },
    refuse: (kind, status, after = 0) => void refusals.set(kind, { status, after }),
    kube: {
      async request<T>(call: { method: string; path: string; body?: unknown; signal: AbortSignal }): Promise<T> {
        call.signal.throwIfAborted();
        return answer(call) as T;
      },
      async *watch<T>({ signal }: { signal: AbortSignal }) {
        const watch = { queue: [] as object[], wake: () => {}, cut: false };
        watches.add(watch);
        signal.addEventListener("abort", () => watch.wake(), { once: true });
        try {
          for (;;) {
            signal.throwIfAborted();
            if (watch.cut) fail(500);
            const event = watch.queue.shift();
            if (event) yield event as { type: string; object: T };
            else await new Promise<void>((resolve) => (watch.wake = resolve));
          }
        } finally {
          watches.delete(watch);
        }
      },
    },
  };

  function answer({ method, path, body }: { method: string; path: string; body?: unknown }): unknown {
    const [bare = "", query = ""] = path.split("?");
    const [, kind = "", name = "", sub] =
      /\/(jobs|pods|secrets|events|\w+)(?:\/([^/]+))?(?:\/(log))?$/.exec(
        bare.replace(/^.*\/namespaces\/[^/]+(?=\/)/, ""),
      ) ?? [];
    if (failing > 0) {
      failing--;
      return fail(503);
    }
    if (method !== "GET") writes.push(`${method} ${[kind, name].filter(Boolean).join("/")}`);
    const refusal = method === "POST" ? refusals.get(kind) : undefined;
    if (refusal && refusal.after-- === 0) {
      refusals.delete(kind);
      return fail(refusal.status);
    }
    const selected = ({ metadata: { labels = {} } }: Labelled) =>
      (new URLSearchParams(query).get("labelSelector") ?? "")
        .split(",")
        .map((one) => one.split("="))
        .every(([key = "", value = ""]) => key === "" || labels[key] === value);
    if (sub === "log") {
      cluster.logs++;
      if (!pod) return fail(404);
      return query.includes("timestamps") ? cluster.log.replace(/^(?=.)/gm, "2026-01-01T00:00:01Z ") : cluster.log;
    }
    if (kind === "events") return { items: cluster.events };
    if (kind === "pods" && method === "DELETE") return {};
    if (kind === "pods")
      return { metadata: { resourceVersion: "1" }, items: pod && selected(pod) ? [structuredClone(pod)] : [] };
    const sent = body as Stored & { data: Record<string, string> };
    if (kind === "secrets") {
      if (secrets.has(sent.metadata.name)) return fail(409);
      secrets.set(sent.metadata.name, sent);
      return sent;
    }
    if (kind !== "jobs") return sent;
    if (method === "GET" && !name) return { items: structuredClone([...jobs.values()].filter(selected)) };
    if (method === "POST") {
      if (jobs.has(sent.metadata.name)) return fail(409);
      const born = { uid: `uid-${++uid}`, creationTimestamp: "2026-01-01T00:00:00Z", resourceVersion: "1" };
      const job = { ...sent, metadata: { ...sent.metadata, ...born } };
      jobs.set(job.metadata.name, job);
      return structuredClone(job);
    }
    const job = jobs.get(name) ?? fail(404);
    if (method === "PATCH") {
      const metadata = { ...job.metadata, resourceVersion: "2" };
      jobs.set(name, { ...job, metadata, spec: { ...job.spec, suspend: false } });
    }
    if (method === "DELETE") {
      const { resourceVersion } = (body as { preconditions: { resourceVersion?: string } }).preconditions;
      if ((resourceVersion ?? job.metadata.resourceVersion) !== job.metadata.resourceVersion) return fail(409);
      jobs.delete(name);
    }
    return structuredClone(job);
  }
  return cluster;
}
