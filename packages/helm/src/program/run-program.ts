import { once } from "node:events";
import { constants } from "node:os";
import { type Clock, type ErrorCode, type HelmCommand, type HelmResult, HelmwatchError } from "@helmwatch/core/plugin";
import { execa } from "execa";
import { boundedText } from "./bounded-text.js";

/** From SIGTERM to SIGKILL once the deadline has passed: in this time helm marks an upgrade as failed. */
const graceMs = 15_000;
/** How long output is waited for after the end: a program that it started may hold the pipes open for ever. */
const drainMs = 1_000;
const stdoutHalf = 4 * 1024 * 1024;
const stderrHalf = 256 * 1024;

export interface Program {
  readonly binary: string;
  /** How results name it. */
  readonly where: string;
  /** What to do where it cannot be started. */
  readonly hint: string;
  /** Of errors: where there is no such program, and where it does not start. */
  readonly codes: { readonly missing: ErrorCode; readonly failed: ErrorCode };
}

export type ProgramCall = Omit<HelmCommand, "files">;

/**
 * Runs a program once and resolves however it ended. It gets a session of its own, so that a Ctrl-C of the terminal, which
 * goes to the whole foreground group, does not reach it: helm killed in a rollback leaves the release pending.
 */
export async function runProgram(
  program: Program,
  { argv, env, stdin, deadlineMs, interruptible }: ProgramCall,
  clock: Clock,
  signal: AbortSignal,
): Promise<HelmResult> {
  const { binary, where } = program;
  if (interruptible && signal.aborted) return { exitCode: -1, stdout: "", stderr: "", where, ended: "interrupted" };
  const child = execa(binary, argv, {
    env,
    extendEnv: false,
    detached: true,
    buffer: false,
    reject: false,
    ...(stdin === undefined ? { stdin: "ignore" } : { input: stdin }),
  });
  const stdout = boundedText(stdoutHalf);
  const stderr = boundedText(stderrHalf);
  child.stdout.on("data", (chunk: Buffer) => stdout.add(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.add(chunk));

  let ended: HelmResult["ended"] = "exit";
  const timers = new AbortController();
  const interrupt = () => {
    if (ended === "exit") child.kill("SIGTERM");
    ended = "interrupted";
  };
  if (interruptible) signal.addEventListener("abort", interrupt, { once: true });
  after(clock, deadlineMs, timers.signal, () => {
    child.kill("SIGTERM");
    ended = "deadline";
    after(clock, graceMs, timers.signal, () => child.kill("SIGKILL"));
  });
  try {
    const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    // Without a process there is no `exit` but an `error`, or (E2BIG) only the end of execa's promise.
    const [code, killedBy] = await Promise.race([exit, child.then((end) => Promise.reject(end.cause))]).catch(
      (cause: unknown) => failToStart(program, cause),
    );
    signal.removeEventListener("abort", interrupt);
    await Promise.race([child, clock.sleep(drainMs, timers.signal)]);
    child.stdout.destroy();
    child.stderr.destroy();
    const exitCode = code ?? 128 + (killedBy ? constants.signals[killedBy] : 0);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text(), where, ended };
  } finally {
    signal.removeEventListener("abort", interrupt);
    timers.abort();
  }
}

function after(clock: Clock, ms: number, signal: AbortSignal, work: () => void): void {
  clock.sleep(ms, signal).then(work, () => {});
}

function failToStart({ binary, hint, codes }: Program, cause: unknown): never {
  const { code = "", message = "unknown reason" } = (cause ?? {}) as { code?: string; message?: string };
  const unusable = ["ENOENT", "EACCES", "ENOEXEC"].includes(code);
  throw new HelmwatchError(unusable ? codes.missing : codes.failed, `"${binary}" could not be started: ${message}`, {
    hint,
    cause,
  });
}
