import type { FormatOptions } from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";
import type { Options } from "../option/option-table.js";
import type { Output, World } from "../world/world.js";
import { formatLine, type LogFormat } from "./format-line.js";
import { isAtLeast, type Level, type LogLine } from "./log-line.js";
import { colours, diagnosticPaint, type Paint, plain } from "./paint.js";
import { createScreen, type Screen } from "./screen.js";
import { createSecrets, type Secrets } from "./secrets.js";

/** The one way out for text: the log goes to stderr, results to stdout, secrets nowhere. */
export interface Console {
  readonly secrets: Secrets;
  readonly paint: Paint;
  readonly level: Level;
  readonly screen: Screen;
  log(line: LogLine): void;
  /** Findings about the user's input, on stderr, separated by empty lines. */
  diagnostics(found: readonly Diagnostic[], source?: FormatOptions["source"]): Promise<void>;
  /** A result, on stdout; the newline is added. */
  print(text: string): void;
  /** An event, on stdout, as one line of JSON. Its type is none of the texts that may hold a secret. */
  printEvent(event: { readonly type: string }): void;
  /** A result as JSON, on stdout. */
  printData(data: object): void;
}

export type ConsoleOptions = Pick<Options, "logLevel" | "logFormat" | "logColor" | "logTimestamps">;

const levels: Readonly<Record<Options["logLevel"], Level>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  fatal: "fatal",
  panic: "fatal",
};

export function createConsole({ stdout, stderr, env, clock }: World, options: ConsoleOptions): Console {
  const secrets = createSecrets();
  const screen = createScreen(stderr);
  const paint = (options.logColor ?? wantsColour(stderr, env)) ? colours() : plain;
  const level = levels[options.logLevel];
  const format = (): LogFormat => ({
    format: options.logFormat,
    timestamps: options.logTimestamps,
    paint,
    ...(stderr.isTerminal ? { columns: stderr.columns() } : {}),
  });
  return {
    secrets,
    paint,
    level,
    screen,
    log(line) {
      if (!isAtLeast(line.level, level)) return;
      const timed = { at: clock.wall(), ...secrets.maskData(line) };
      screen.print(`${formatLine(timed, format())}\n`);
    },
    async diagnostics(found, source) {
      if (found.length === 0) return;
      // Loaded here: most commands have none to show.
      const { formatDiagnostics } = await import("@helmwatch/core");
      const masked = secrets.maskData(found);
      const text =
        options.logFormat === "json"
          ? masked.map((one) => JSON.stringify(one)).join("\n")
          : formatDiagnostics(masked, { ...(source ? { source } : {}), paint: diagnosticPaint(paint) });
      screen.print(`${text}\n`);
    },
    print: (text) => screen.print(`${secrets.mask(text)}\n`, stdout),
    printEvent: (event) =>
      screen.print(`${JSON.stringify({ ...secrets.maskData(event), type: event.type })}\n`, stdout),
    printData: (data) => screen.print(`${JSON.stringify(secrets.maskData(data), null, 2)}\n`, stdout),
  };
}

function wantsColour(output: Output, env: World["env"]): boolean {
  return output.isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}
