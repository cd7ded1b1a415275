import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import type { Job, KubeEvent, Pod } from "@helmwatch/kube/job";

export interface FakeKube extends KubeAccess {
  job: Job | undefined;
  pods: Pod[];
  events: KubeEvent[];
  /** `2026-01-01T00:00:01.5Z text` each. */
  log: string[];
  /** The start of a line that has no end yet. */
  unfinished: string;
  /** Bodies of created Jobs, and names of deleted ones. */
  readonly created: Record<string, unknown>[];
  readonly deleted: string[];
  /** METHOD and path of each request, in order. */
  readonly requests: string[];
  /** Watches that are open. */
  watching(): number;
  /** Tells the open watches that something has changed. */
  notify(): void;
  /** The server ends every watch. */
  dropWatches(): void;
  /** From now on the next `times` requests that match get this error. */
  refuse(request: RegExp, error: HelmwatchError, times?: number): void;
}

export const answer = (status: number, reason = "", message = reason): HelmwatchError =>
  new HelmwatchError(status === 403 ? "KUBE_FORBIDDEN" : "KUBE_REQUEST_FAILED", message, { facts: { status, reason } });

export const unreachable = () =>
  new HelmwatchError("KUBE_UNREACHABLE", "cannot reach the API", { facts: { code: "ECONNREFUSED" } });

/** A cluster that holds one Job, and changes only when a test says so. */
export function fakeKube(): FakeKube {
  const faults: { request: RegExp; error: HelmwatchError; times: number }[] = [];
  const watchers = new Set<{ wake(type: "event" | "end"): void }>();
  const tell = (type: "event" | "end") => {
    for (const watcher of [...watchers]) watcher.wake(type);
  };
  const fake: FakeKube = {
    job: undefined,
    pods: [],
    events: [],
    log: [],
    unfinished: "",
    created: [],
    deleted: [],
    requests: [],
    watching: () => watchers.size,
    notify: () => tell("event"),
    dropWatches: () => tell("end"),
    refuse: (request, error, times = Number.POSITIVE_INFINITY) => void faults.push({ request, error, times }),
    async request<T>({ method, path, body, signal }: Parameters<KubeAccess["request"]>[0]): Promise<T> {
      signal.throwIfAborted();
      const line = `${method} ${path}`;
      fake.requests.push(line);
      const fault = faults.find(({ request, times }) => times > 0 && request.test(line));
      if (fault) fault.times--;
      if (fault) throw fault.error;
      return answerTo(fake, method, new URL(path, "http://kube"), body) as T;
    },
    async *watch({ signal }) {
      for (;;) {
        const type = await new Promise<"event" | "end">((resolve, reject) => {
          const leave = () => {
            watchers.delete(watcher);
            signal.removeEventListener("abort", abort);
          };
          const abort = () => {
            leave();
            reject(signal.reason);
          };
          const watcher = {
            wake: (type: "event" | "end") => {
              leave();
              resolve(type);
            },
          };
          watchers.add(watcher);
          if (signal.aborted) abort();
          else signal.addEventListener("abort", abort);
        });
        if (type === "end") return;
        yield { type: "MODIFIED", object: undefined as never };
      }
    },
  };
  return fake;
}

function answerTo(fake: FakeKube, method: string, { pathname, searchParams }: URL, body: unknown): unknown {
  if (pathname.endsWith("/selfsubjectaccessreviews")) return { status: { allowed: true } };
  if (method === "POST") {
    if (searchParams.has("dryRun")) return {};
    const manifest = body as { metadata: { name: string } };
    fake.created.push(manifest as never);
    fake.job = { metadata: { name: manifest.metadata.name, uid: "job-uid" } };
    return fake.job;
  }
  if (method === "DELETE") {
    fake.deleted.push(pathname.split("/").at(-1)!);
    fake.job = undefined;
    return {};
  }
  if (pathname.endsWith("/log")) return logOf(fake, searchParams);
  if (pathname.endsWith("/pods")) return { items: fake.pods };
  if (pathname.endsWith("/events")) {
    const [, uid, type] = /^involvedObject\.uid=(.+),type=(.+)$/.exec(searchParams.get("fieldSelector")!) ?? [];
    return { items: fake.events.filter((event) => (event as { uid?: string }).uid === uid && event.type === type) };
  }
  if (!fake.job) throw answer(404, "NotFound", "the Job is not found");
  return fake.job;
}

/** As the kubelet does it: whole seconds of `sinceTime`, then the newest lines. */
function logOf({ log, unfinished }: FakeKube, query: URLSearchParams): string {
  const since = query.get("sinceTime")?.slice(0, 19) ?? "";
  const rows = log.filter((row) => row.slice(0, 19) >= since).slice(-Number(query.get("tailLines")));
  const texts = query.has("timestamps") ? rows : rows.map((row) => row.slice(row.indexOf(" ") + 1));
  return texts.map((text) => `${text}\n`).join("") + unfinished;
}
