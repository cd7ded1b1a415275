import type { Clock } from "@helmwatch/core/plugin";
import type { ClusterApi } from "./cluster-api.js";
import type { Pod } from "./objects.js";

/** Milliseconds before a list is tried again. */
const pause = 1_000;

/**
 * Each state of the Job's newest pod, as long as `signal` lets it go on. Connections may drop at any time: it then lists
 * anew. Undefined: there is no pod, not yet or no more. A deleted pod is told once with its last state before that.
 */
export async function* watchPod(
  api: ClusterApi,
  job: string,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Pod | undefined, never, undefined> {
  for (;;) {
    try {
      const { items, metadata } = await api.pods(job, signal);
      yield newest(items);
      for await (const { type, object } of api.watchPods(job, metadata.resourceVersion, signal)) {
        if (type === "BOOKMARK") continue;
        yield object;
        if (type === "DELETED") yield undefined;
      }
    } catch {
      signal.throwIfAborted();
    }
    await clock.sleep(pause, signal);
  }
}

function newest(pods: readonly Pod[]): Pod | undefined {
  const time = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
  return [...pods].sort((a, b) => time(a).localeCompare(time(b))).at(-1);
}
