import type { Clock, KubeAccess } from "@helmwatch/core/plugin";
import { logPath } from "./api-path.js";

/** Milliseconds between two reads: the contract's access to Kubernetes has answers, and no stream of bytes. */
const pollMs = 1_000;
/** Lines that one read brings at most: who prints more than this in a second is shown the newest. */
const mostLines = 200;
const mostBytes = 256 * 1024;
/** Characters of a line. */
const longest = 2_000;

export interface LogSource {
  readonly kube: KubeAccess;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LiveLog {
  /** The newest lines, for when the whole log cannot be read any more. */
  readonly lines: readonly string[];
  /** Ends the reading, after one more read for what was printed since the one before. */
  stop(signal: AbortSignal): Promise<void>;
}

/** Reads the log while the container runs. A read that fails is made again a moment later. */
export function followLog(
  source: LogSource,
  clock: Clock,
  signal: AbortSignal,
  onLine: (line: string) => void,
): LiveLog {
  const lines: string[] = [];
  const stopped = new AbortController();
  const until = AbortSignal.any([signal, stopped.signal]);
  const newLines = logReader(source);
  const read = async (signal: AbortSignal) => {
    for (const line of await newLines(signal)) {
      if (lines.push(line) > mostLines) lines.shift();
      onLine(line);
    }
  };
  const reading = (async () => {
    while (!until.aborted) {
      await read(until).catch(() => {});
      await clock.sleep(pollMs, until).catch(() => {});
    }
  })();
  return {
    lines,
    async stop(signal) {
      stopped.abort();
      await reading;
      if (!signal.aborted) await read(signal).catch(() => {});
    },
  };
}

/**
 * Each read gives the lines since the one before, each line once. `sinceTime` has whole seconds, so the lines that come
 * again are known by their time.
 */
export function logReader({ kube, namespace, pod, container }: LogSource) {
  let last = "";
  let zone = "Z";
  /** How many lines of exactly that time have been given. */
  let given = 0;
  return async (signal: AbortSignal): Promise<readonly string[]> => {
    const since = last === "" ? {} : { sinceTime: `${last.slice(0, 19)}${zone}` };
    const query = { container, timestamps: true, tailLines: mostLines, limitBytes: mostBytes, ...since };
    const text = await readLog(kube, logPath(namespace, pod, query), signal);
    const lines: string[] = [];
    const before = last;
    let again = given;
    // What follows the last line break is still being written.
    for (const row of text.slice(0, text.lastIndexOf("\n") + 1).split("\n")) {
      const [, seconds, fraction = "", offset, line] = stamped.exec(row) ?? [];
      if (seconds === undefined) continue;
      const time = `${seconds}.${fraction.padEnd(9, "0")}`;
      if (time < before || (time === before && again-- > 0)) continue;
      given = time === last ? given + 1 : 1;
      last = time;
      zone = offset!;
      lines.push(line!.slice(0, longest));
    }
    return lines;
  };
}

/** The kubelet writes nanoseconds in the zone of its node; older ones leave out trailing zeros. */
const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) (.*)$/s;

/** `accept` as the API server wants it for a log. */
export function readLog(kube: KubeAccess, path: string, signal: AbortSignal): Promise<string> {
  const headers = { accept: "text/plain, application/json" };
  return kube.request<string | undefined>({ method: "GET", path, headers, signal }).then((text) => text ?? "");
}
