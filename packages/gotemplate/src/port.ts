import type { ExecResult } from "./host.js";

/**
 * A port as Go calls it. What it throws is kept in `thrown` and only its message and number cross into Go, which gives
 * the number back if that error is what ends the template.
 */
export function catchThrown<Args extends readonly never[]>(thrown: unknown[], port: (...args: Args) => unknown) {
  return (...args: Args) => {
    try {
      return { value: port(...args) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { message, thrown: thrown.push(error) - 1 };
    }
  };
}

/** How a program ended, in the words of Go's os/exec; empty when it ended well. */
export function failureOf({ exitCode, signal }: Pick<ExecResult, "exitCode" | "signal">): string {
  if (exitCode === 0) return "";
  return exitCode === null ? `signal: ${signal ?? "unknown"}` : `exit status ${exitCode}`;
}

/** A program that is not there, in the words of Go's os/exec. */
export function notStarted(command: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException | null)?.code !== "ENOENT") return error;
  return new Error(`exec: ${JSON.stringify(command)}: executable file not found in $PATH`, { cause: error });
}
