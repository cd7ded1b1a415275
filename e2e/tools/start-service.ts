import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** A program that runs until it is told to stop, and writes to a log file. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** How it ended, once it has: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL if that does not end it in 5 s. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): void;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches only us and we decide the order of the end;
 * the kernel kills it if we die first.
 */
export async function startService(
  name: string,
  command: readonly [string, ...string[]],
  options: { logFile: string; env?: Readonly<Record<string, string>> },
): Promise<Service> {
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...options.env },
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
    child.once("error", (error) => resolve(error.message));
  });
  if (child.pid === undefined) throw new Error(`${name} did not start: ${await ended}`);
  return {
    name,
    pid: child.pid,
    logFile: options.logFile,
    ended,
    async stop() {
      const kill = setTimeout(() => child.kill("SIGKILL"), 5_000);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(kill);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** The message about a service that ended by itself: why, and the end of its log. */
export async function obituary(service: Service, cause: string): Promise<string> {
  const log = await readFile(service.logFile, "utf8").catch(() => "");
  const tail = log.trimEnd().split("\n").slice(-15);
  return `${service.name} ended (${cause}). The end of ${service.logFile}:\n${tail.map((line) => `  ${line}`).join("\n")}`;
}
