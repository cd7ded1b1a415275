import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import type { Job, KubeEvent, Pod } from "../src/job/kube-objects.js";

export interface FakeJobs {
  readonly kube: KubeAccess;
  job: Job | undefined;
  pods: Pod[];
  events: KubeEvent[];
  /** By name, with what is in them. */
  readonly secrets: Map<string, { readonly metadata: { readonly ownerReferences: readonly object[] } }>;
  /** METHOD and path of each request, in order; without the namespace. */
  readonly requests: string[];
  /** Tells open watches of a pod, or that something changed. */
  notify(pod?: Pod): void;
  dropWatches(): void;
  watching(): number;
  /** The next `times` requests that match get this status (0: no answer at all); `isDone`: after they were carried out. */
  refuse(request: RegExp, status: number, times?: number, isDone?: boolean): void;
}

const failure = (status: number) =>
  status === 0
    ? new HelmwatchError("KUBE_UNREACHABLE", "no answer")
    : new HelmwatchError(status === 403 ? "KUBE_FORBIDDEN" : "KUBE_REQUEST_FAILED", `status ${status}`, {
        facts: { status },
      });

/** An API server with one Job, whose controller and kubelet the test plays. */
export function fakeJobs(): FakeJobs {
  const faults: { request: RegExp; status: number; times: number; isDone: boolean }[] = [];
  const watchers = new Set<(event: "end" | { type: string; object: unknown }) => void>();
  let uids = 0;
  const tell = (event: "end" | { type: string; object: unknown }) => {
    for (const wake of [...watchers]) wake(event);
  };
  const fake: FakeJobs = {
    ...{ job: undefined, pods: [], events: [], secrets: new Map(), requests: [] },
    notify: (pod) => tell({ type: "MODIFIED", object: pod }),
    dropWatches: () => tell("end"),
    watching: () => watchers.size,
    refuse: (request, status, times = Number.POSITIVE_INFINITY, isDone = false) =>
      void faults.push({ request, status, times, isDone }),
    kube: {
      async request<T>({ method, path, body, signal }: Parameters<KubeAccess["request"]>[0]): Promise<T> {
        signal.throwIfAborted();
        const url = new URL(path, "http://kube");
        const line = `${method} ${url.pathname.replace(/^.*\/namespaces\/[^/]+\//, "")}`;
        fake.requests.push(line);
        const fault = faults.find(({ request, times }) => times > 0 && request.test(line));
        if (fault) fault.times--;
        if (fault && !fault.isDone) throw failure(fault.status);
        const answer = answerTo(line, body);
        if (fault) throw failure(fault.status);
        return structuredClone(answer) as T;
      },
      async *watch<T>({ signal, path }: { signal: AbortSignal; path: string }) {
        const queue: ("end" | { type: string; object: unknown })[] = [];
        let wake = () => {};
        const listen = (event: "end" | { type: string; object: unknown }) => {
          queue.push(event);
          wake();
        };
        watchers.add(listen);
        const abort = () => wake();
        signal.addEventListener("abort", abort);
        try {
          for (;;) {
            signal.throwIfAborted();
            const event = queue.shift();
            if (event === "end") return;
            if (event && path.includes("/pods")) yield event as { type: string; object: T };
            else if (!event) await new Promise<void>((resolve) => (wake = resolve));
          }
        } finally {
          signal.removeEventListener("abort", abort);
          watchers.delete(listen);
        }
      },
    },
  };

  function answerTo(line: string, body: unknown): unknown {
    const [method, path = ""] = line.split(" ");
    const [kind, name] = path.split("/");
    const sent = body as Job & { data: object; metadata: { uid?: string; ownerReferences: object[] } };
    if (kind === "pods") return { items: fake.pods };
    if (kind === "events") return { items: fake.events };
    if (kind === "secrets") {
      if (fake.secrets.has(sent.metadata.name)) throw failure(409);
      fake.secrets.set(sent.metadata.name, sent);
      return sent;
    }
    if (method === "POST") {
      if (fake.job) throw failure(409);
      fake.job = { ...sent, metadata: { ...sent.metadata, uid: `uid-${++uids}` } };
      return fake.job;
    }
    if (!name) return { items: fake.job ? [fake.job] : [] };
    if (!fake.job) throw failure(404);
    if (method === "PATCH") fake.job = { ...fake.job, spec: { ...fake.job.spec, suspend: false } };
    const { job } = fake;
    if (method === "DELETE") fake.job = undefined;
    return job;
  }
  return fake;
}
