import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";

export interface FakeLog {
  readonly kube: KubeAccess;
  /** Query of each read, in order. */
  readonly reads: URLSearchParams[];
  /** Appends text as it stands in the log, `STAMP line\n`; open streams that follow it get it. */
  write(text: string): void;
  /** What was written is gone from the node's current file. */
  rotate(): void;
  /** Cuts open streams; the next `refusals` reads are answered with that error. */
  cut(refusals?: number, status?: number): void;
  /** The container has ended: open streams end. */
  end(): void;
  /** Streams that are open. */
  open(): number;
}

const refused = (status: number) =>
  status === 0
    ? new HelmwatchError("KUBE_UNREACHABLE", "the connection was cut")
    : new HelmwatchError(status === 403 ? "KUBE_FORBIDDEN" : "KUBE_REQUEST_FAILED", `status ${status}`, {
        facts: { status },
      });

/** The log of one container: whole seconds of `sinceTime`, `follow`, and what goes wrong with them. */
export function fakeLog({ streams = true } = {}): FakeLog {
  let text = "";
  let ended = false;
  let refusals = { count: 0, status: 0 };
  const reads: URLSearchParams[] = [];
  const readers = new Set<{ at: number; cut: boolean; wake(): void }>();
  const wakeAll = () => {
    for (const reader of readers) reader.wake();
  };
  const since = (query: URLSearchParams) => {
    const from = query.get("sinceTime")?.slice(0, 19) ?? "";
    const rows = text.split(/(?<=\n)/);
    return rows.filter((row) => row.slice(0, 19) >= from).join("");
  };
  function begin(path: string, signal: AbortSignal): URLSearchParams {
    signal.throwIfAborted();
    const query = new URL(path, "http://kube").searchParams;
    reads.push(query);
    if (refusals.count > 0) {
      refusals.count--;
      throw refused(refusals.status);
    }
    return query;
  }
  const kube: KubeAccess = {
    async request<T>({ path, signal }: Parameters<KubeAccess["request"]>[0]) {
      return since(begin(path, signal)) as T;
    },
    watch: () => {
      throw new Error("nobody watches");
    },
  };
  if (streams)
    kube.stream = async function* ({ path, signal }) {
      const query = begin(path, signal);
      const reader = { at: text.length, cut: false, wake: () => {} };
      readers.add(reader);
      const abort = () => reader.wake();
      signal.addEventListener("abort", abort);
      try {
        const past = since(query);
        if (past !== "") yield past;
        while (query.get("follow") === "true") {
          signal.throwIfAborted();
          if (reader.cut) throw refused(0);
          if (text.length > reader.at) {
            const piece = text.slice(reader.at);
            reader.at = text.length;
            yield piece;
          } else if (ended) return;
          else await new Promise<void>((resolve) => (reader.wake = resolve));
        }
      } finally {
        signal.removeEventListener("abort", abort);
        readers.delete(reader);
      }
    };
  return {
    kube,
    reads,
    write(more) {
      text += more;
      wakeAll();
    },
    rotate() {
      text = "";
      for (const reader of readers) reader.at = 0;
    },
    cut(count = 0, status = 0) {
      refusals = { count, status };
      for (const reader of readers) reader.cut = true;
      wakeAll();
    },
    end() {
      ended = true;
      wakeAll();
    },
    open: () => readers.size,
  };
}
