import { type Clock, isHelmwatchError } from "@helmwatch/core/plugin";
import { logPath } from "./api-path.js";
import { type LogSource, readLog } from "./follow-log.js";

const mostBytes = 8 << 20;
const tries = 5;

/**
 * The last lines of a log after all is over, with a few tries: an API server that restarts must not cost it. Undefined when it
 * cannot be had: the pod is gone, or nobody may read its log.
 */
export async function readLogEnd(
  { kube, namespace, pod, container }: LogSource,
  tailLines: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = logPath(namespace, pod, { container, tailLines, limitBytes: mostBytes });
  for (let attempt = 1; ; attempt++) {
    try {
      return await readLog(kube, path, signal);
    } catch (error) {
      signal.throwIfAborted();
      const status = isHelmwatchError(error) ? error.facts.status : undefined;
      if (status === 400 || status === 403 || status === 404 || attempt === tries) return undefined;
      await clock.sleep(250 * 2 ** attempt, signal);
    }
  }
}

/** The last `tail_lines` lines in `max_bytes` bytes; what was cut is said. */
export function tailOf(text: string, limits: { readonly tail_lines: number; readonly max_bytes: number }): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const kept = limits.tail_lines === 0 ? "" : lines.slice(-limits.tail_lines).join("\n");
  const bytes = Buffer.from(kept);
  if (bytes.length <= limits.max_bytes) return kept;
  // A character that is cut in two is left out.
  const end =
    limits.max_bytes === 0
      ? ""
      : bytes
          .subarray(-limits.max_bytes)
          .toString()
          .replace(/^\uFFFD+/, "");
  return `…${end}`;
}
