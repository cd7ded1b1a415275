import { type Clock, isHelmwatchError } from "@helmwatch/core/plugin";
import { cutStalled } from "./cut-stalled.js";
import { logCursor } from "./log-cursor.js";
import { logRows } from "./log-rows.js";
import { type LogSource, logText } from "./log-source.js";
import { hasStatus } from "./passing-failure.js";

/** Milliseconds before a connection is made anew; also between reads where the host has no streams. */
const reopenMs = 1_000;
const tries = 5;
/** Characters of a timestamp and its blank. */
const stampLength = 36;

export interface LogToFollow extends LogSource {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Aborted when the container has ended: then the log does, after the last line that it wrote. */
  readonly ended: AbortSignal;
  /** Characters; the rest of a line is left out. 64 Ki by default. */
  readonly longestLine?: number;
}

/**
 * The lines of a log, each once, as the container writes them, over as many connections as it takes. It ends when the
 * log has been read to its end after `ended`; it throws where the rest cannot be had: the pod is gone, or nobody may
 * read its log. Holds no more than a line and what came in one piece.
 */
export async function* followLog(follow: LogToFollow): AsyncGenerator<string, void, undefined> {
  const { clock, signal, ended, longestLine = 64 * 1024 } = follow;
  const cursor = logCursor();
  for (let failures = 0; ; ) {
    // What is read from now on is all there will be.
    const isLast = ended.aborted;
    const query = { follow: !isLast, sinceTime: cursor.resume() };
    const pieces = cutStalled((signal) => logText(follow, query, signal), follow);
    try {
      for await (const row of logRows(pieces, longestLine + stampLength, isLast)) {
        const line = cursor.take(row);
        if (line !== undefined) yield line;
      }
      if (isLast) return;
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      if (!isHelmwatchError(error) || isFinal(error, isLast) || (isLast && ++failures === tries)) throw error;
    }
    if (isLast) await clock.sleep(250 * 2 ** failures, signal);
    else if (!ended.aborted) await clock.sleep(reopenMs, AbortSignal.any([signal, ended])).catch(() => {});
    signal.throwIfAborted();
  }
}

/** Before the end, 400 says that the container has not started. */
const isFinal = (error: unknown, isLast: boolean) => hasStatus(error, 401, 403, 404, ...(isLast ? [400] : []));
