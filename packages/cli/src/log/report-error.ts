import { errorCodes, isHelmwatchError } from "@helmwatch/core/plugin";
import { isStopReason } from "../signal/stop-on-signal.js";
import type { Console } from "./console.js";
import { line } from "./log-line.js";
import { Rejected } from "./rejected.js";

const exitCodes = { user: 2, environment: 4, bug: 70 } as const;

/** Tells the user what ended the command, and gives the exit code. Only a bug of ours shows a stack. */
export async function reportError(error: unknown, console: Console): Promise<number> {
  if (error instanceof Rejected) {
    await console.diagnostics(error.diagnostics, error.source);
    return exitCodeOf(error);
  }
  if (isStopReason(error)) {
    console.log(line("fatal", `stopped by ${error.signal}; nothing was changed`));
    return error.exitCode;
  }
  if (isHelmwatchError(error)) {
    const { code, message, hint } = error;
    await console.diagnostics([{ code, severity: "error", message, ...(hint === undefined ? {} : { hint }) }]);
    return exitCodes[errorCodes[code] ?? "bug"];
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.log(line("fatal", `this is a bug in helmwatch: please report it with the following lines\n${stack}`));
  return exitCodes.bug;
}

/** Input is to be mended first, whatever else is wrong. */
export function exitCodeOf({ diagnostics }: Rejected): number {
  const families = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => errorCodes[code] ?? "bug");
  return families.includes("user") ? exitCodes.user : exitCodes[families[0] ?? "user"];
}
