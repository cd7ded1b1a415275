import type { Level, LogLine } from "./log-line.js";
import type { Paint } from "./paint.js";

export interface LogFormat {
  readonly format: "text" | "pad" | "emoji" | "json";
  readonly timestamps: boolean;
  readonly paint: Paint;
  /** Columns to wrap fields at; absent where lines are for programs, which want one each. */
  readonly columns?: number;
}

const labels: Readonly<Record<Level, string>> = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
  fatal: "FATAL",
};
const emojis: Readonly<Record<Level, string>> = { debug: "🤷", info: "🙃", warn: "🙈", error: "💩", fatal: "🤬" };
/** Wide enough for the messages that come most often, so that their fields stand in a column. */
const messageWidth = 23;
const longestLabel = 7;
const indent = " ".repeat(10);

/** One log line as text without a final newline: `[INFO]: deploying...  release: nats@nats`. */
export function formatLine(line: LogLine, options: LogFormat): string {
  const fields = Object.entries(line.fields).filter(([, value]) => value !== undefined && value !== "");
  const time = line.at === undefined ? undefined : new Date(line.at).toISOString();
  if (options.format === "json") {
    const { level, message } = line;
    return JSON.stringify({ ...(time ? { time } : {}), level, message, ...Object.fromEntries(fields) });
  }
  const label = labels[line.level];
  const name = options.format === "emoji" ? `${emojis[line.level]} aka ${label}` : label;
  const gap = options.format === "pad" ? " ".repeat(longestLabel - label.length) : "";
  const head = `${options.timestamps && time ? `${time} ` : ""}[${name}]:${gap} `;
  const [message = "", ...below] = visible(line.message).split("\n");
  const pairs = fields.map(([key, value]) => {
    const [first = "", ...more] = visible(String(value)).split("\n");
    below.push(...more);
    return `${key}: ${first}`;
  });
  const rows = [
    head + (pairs.length > 0 ? message + " ".repeat(Math.max(0, messageWidth - textWidth(message))) : message),
  ];
  for (const pair of pairs) {
    const row = `${rows.at(-1)}  ${pair}`;
    if (options.columns === undefined || row.length <= options.columns) rows[rows.length - 1] = row;
    else rows.push(indent + pair);
  }
  const text = [...rows.map((row) => row.trimEnd()), ...below.map((row) => `${indent}${row}`.trimEnd())].join("\n");
  return text.replace(`[${name}]`, options.paint(line.level, `[${name}]`));
}

/** Columns that a text takes: emojis take two. */
function textWidth(text: string): number {
  return Array.from(text).length + (text.match(/\p{Emoji_Presentation}/gu)?.length ?? 0);
}

/** Control characters could move the cursor or hide text; newlines stay. */
export function visible(text: string): string {
  return text.replace(/\t/g, "  ").replace(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}]/gu, "·");
}
