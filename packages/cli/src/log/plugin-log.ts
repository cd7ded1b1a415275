import { createRequire } from "node:module";
import type { Logger } from "@helmwatch/core/plugin";
import type pino from "pino";
import type { Console } from "./console.js";
import { isAtLeast, type Level } from "./log-line.js";

/**
 * The log of one plugin: pino's records, written as lines of the log that people read, with the plugin's name. Pino is
 * loaded by the first line that is wanted, since most runs have none.
 */
export function pluginLog(console: Console, bindings: { readonly plugin: string; readonly type: string }): Logger {
  let logger: pino.Logger | undefined;
  const at =
    (level: Exclude<Level, "fatal">): Logger["info"] =>
    (fields, message) => {
      if (!isAtLeast(level, console.level)) return;
      logger ??= createLogger(console).child(bindings);
      logger[level](fields, message);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function createLogger(console: Console): pino.Logger {
  const create = createRequire(import.meta.url)("pino") as typeof pino;
  const options = {
    level: "debug",
    base: null,
    timestamp: false,
    formatters: { level: (level: string) => ({ level }) },
  };
  return create(options, {
    write(record: string) {
      const { level, msg = "", ...fields } = JSON.parse(record) as Record<string, unknown>;
      console.log({ level: level as Level, message: String(msg), fields: texts(fields) });
    },
  });
}

function texts(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
