export type Level = "debug" | "info" | "warn" | "error" | "fatal";

/** One line of the log that people read: a message and what it is about. */
export interface LogLine {
  readonly level: Level;
  readonly message: string;
  /** In the order in which they are shown; undefined ones are not. */
  readonly fields: Readonly<Record<string, string | number | undefined>>;
  /** Wall time in milliseconds since the Unix epoch. */
  readonly at?: number;
}

export function line(level: Level, message: string, fields: LogLine["fields"] = {}): LogLine {
  return { level, message, fields };
}

const order: readonly Level[] = ["debug", "info", "warn", "error", "fatal"];

export function isAtLeast(level: Level, least: Level): boolean {
  return order.indexOf(level) >= order.indexOf(least);
}
