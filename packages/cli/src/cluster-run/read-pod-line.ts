import type { RunEvent } from "@helmwatch/core";
import { type Diagnostic, errorCodes } from "@helmwatch/core/plugin";
import { type Level, type LogLine, line } from "../log/log-line.js";

/** What a line of the pod's log is. */
export type PodLine =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "log"; readonly line: LogLine }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };

const levels: readonly unknown[] = ["debug", "info", "warn", "error", "fatal"] satisfies Level[];

/**
 * Takes apart what helmwatch printed in its pod: an event, a line of its log, a finding. Whatever else stands there, as
 * the words of a Node that breaks down, is worth a warning. Undefined for an empty line.
 */
export function readPodLine(text: string): PodLine | undefined {
  if (text.trim() === "") return undefined;
  const data = parse(text);
  if (typeof data?.seq === "number" && typeof data.at === "number" && typeof data.type === "string")
    return { kind: "event", event: data as unknown as RunEvent };
  if (typeof data?.message === "string") {
    if (levels.includes(data.level)) return { kind: "log", line: logLine(data) };
    if (typeof data.code === "string" && data.code in errorCodes)
      return { kind: "diagnostic", diagnostic: data as unknown as Diagnostic };
  }
  return { kind: "log", line: line("warn", text.trimEnd()) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function logLine({ time, level, message, ...rest }: Readonly<Record<string, unknown>>): LogLine {
  const fields = Object.entries(rest).map(([key, value]) => [key, typeof value === "number" ? value : String(value)]);
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return {
    ...line(level as Level, String(message), Object.fromEntries(fields)),
    ...(Number.isNaN(at) ? {} : { at }),
  };
}
