import { fileURLToPath } from "node:url";
import type { RunEvent } from "@helmwatch/core";
import { execa } from "execa";

const launcher = fileURLToPath(new URL("../../packages/cli/bin/helmwatch.js", import.meta.url));

export interface Ended {
  readonly exitCode: number | undefined;
  readonly events: readonly RunEvent[];
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  /** Resolves at the first event that matches, rejects when the run ends without one. */
  seen(matches: (event: RunEvent) => boolean): Promise<RunEvent>;
  kill(signal: NodeJS.Signals): void;
}

/** The built CLI as a process; a run is told to print its events. */
export function startHelmwatch(
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Started {
  const output = ["up", "attach", "down", "rollback", "monitor"].includes(args[0] ?? "") ? ["--output", "ndjson"] : [];
  const child = execa(process.execPath, [launcher, ...output, ...args], {
    ...options,
    reject: false,
    stdin: "ignore",
    timeout: 300_000,
  });
  const events: RunEvent[] = [];
  const waiting = new Set<() => void>();
  const reading = (async () => {
    for await (const line of child.iterable({ from: "stdout" }))
      if (line.startsWith("{")) {
        events.push(JSON.parse(line));
        for (const wake of waiting) wake();
      }
  })();
  const ended = (async () => {
    const result = await child;
    await reading.catch(() => {});
    for (const wake of waiting) wake();
    return { exitCode: result.exitCode, events, stdout: String(result.stdout), stderr: String(result.stderr) };
  })();
  let over = false;
  ended.then(() => (over = true));
  return {
    pid: child.pid,
    ended,
    kill: (signal) => child.kill(signal),
    seen: async (matches) => {
      for (;;) {
        const found = events.find(matches);
        if (found) return found;
        if (over) throw new Error(`the run ended without the event:\n${(await ended).stderr.slice(-4000)}`);
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
          ended.then(wake);
        });
      }
    },
  };
}
