import type { Clock } from "@helmwatch/core/plugin";
import { logPath } from "./api-path.js";
import { lineOf } from "./log-cursor.js";
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
  const path = logPath(namespace, pod, { container, timestamps: true, ...lines, limitBytes: mostBytes });
  for (let attempt = 1; ; attempt++) {
    try {
      return withoutTimes(await readLog(kube, path, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (hasStatus(error, 400, 403, 404) || attempt === tries) return undefined;
      await clock.sleep(250 * 2 ** attempt, signal);
    }
  }
}

/**
 * The lines of the container. While a pod is removed the kubelet may answer well with a text of its own ("unable to
 * retrieve container logs …"), which has no time: then there is no log.
 */
function withoutTimes(text: string): string | undefined {
  if (text === "") return text;
  const lines = text.split("\n");
  const end = lines.at(-1) === "" ? lines.pop() : undefined;
  const own = lines.flatMap((row) => lineOf(row) ?? []);
  return own.length === 0 ? undefined : [...own, ...(end === undefined ? [] : [end])].join("\n");
}
