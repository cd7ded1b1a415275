import type { Clock } from "@helmwatch/core/plugin";
import { logPath } from "./api-path.js";
import { type LogSource, readLog } from "./log-source.js";
import { hasStatus } from "./passing-failure.js";

const mostBytes = 8 << 20;
const tries = 5;

/**
 * The last lines of a log after all is over, at most 8 MiB, with a few tries: an API server that restarts must not cost
 * it. Undefined when it cannot be had: the pod is gone, or nobody may read its log.
 */
export async function readLogEnd(
  { kube, namespace, pod, container }: LogSource,
  tailLines: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lines = tailLines === undefined ? {} : { tailLines };
  const path = logPath(namespace, pod, { container, ...lines, limitBytes: mostBytes });
  for (let attempt = 1; ; attempt++) {
    try {
      return await readLog(kube, path, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (hasStatus(error, 400, 403, 404) || attempt === tries) return undefined;
      await clock.sleep(250 * 2 ** attempt, signal);
    }
  }
}
