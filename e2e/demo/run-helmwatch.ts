import { execa } from "execa";
import type { Narrator } from "./narrator.js";
import type { Workplace } from "./workplace.js";

/** Runs `helmwatch`, shows what it prints, and returns that with its exit code. */
export async function runHelmwatch(
  args: readonly string[],
  { workplace, narrator, signal }: { workplace: Workplace; narrator: Narrator; signal: AbortSignal },
): Promise<{ readonly exitCode: number; readonly log: string }> {
  narrator.command(["helmwatch", ...args].join(" "));
  // One pipe for both streams keeps their order. A process group of its own: Ctrl-C reaches the demo alone, which then
  // ends everything in order.
  const process = execa("sh", ["-c", 'exec "$0" "$@" 2>&1', "helmwatch", ...args], {
    cwd: workplace.directory,
    env: workplace.env,
    stdin: "ignore",
    reject: false,
    detached: true,
    cancelSignal: signal,
    forceKillAfterDelay: 30_000,
  });
  for await (const line of process.iterable()) narrator.output(line);
  const { exitCode, stdout, message } = await process;
  signal.throwIfAborted();
  if (exitCode === undefined) throw new Error(`helmwatch did not run: ${message}`);
  return { exitCode, log: stdout };
}
