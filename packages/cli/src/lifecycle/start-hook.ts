import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { HookConfig, StartHook } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { World } from "../world/world.js";

/** Characters of a line that are shown. */
const lineLimit = 4096;
/** Milliseconds that output is waited for after the program's end: what it started may hold the pipes open for ever. */
const drainMs = 1000;

/**
 * Starts programs of the file's `lifecycle` in the folder that helmwatch was started in, without a shell. Each has a
 * process group of its own: a Ctrl-C of the terminal reaches helmwatch, which ends or lets go on what it started.
 */
export function hookStarter({ cwd, env, clock }: Pick<World, "cwd" | "env" | "clock">): StartHook {
  return async (hook, { env: own, signal, line }) => {
    const { execa } = await import("execa");
    const child = execa(hook.cmd, hook.args, {
      ...{ cwd, env: { ...env, ...own }, extendEnv: false },
      ...{ detached: true, stdin: "ignore", buffer: false, reject: false },
    });
    let lastError = "";
    const read = (stream: Readable, shown: boolean) => {
      const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on("line", (text) => {
        const cut = text.length > lineLimit ? `${text.slice(0, lineLimit)}…` : text;
        if (shown) line(cut);
        if (stream === child.stderr && text.trim()) lastError = cut.trim();
      });
    };
    read(child.stdout, hook.show);
    read(child.stderr, true);
    const stop = () => endGroup(child.pid);
    signal.addEventListener("abort", stop, { once: true });
    const drained = new AbortController();
    try {
      const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
      const [code, killedBy] = await Promise.race([exit, child.then((end) => Promise.reject(end.cause))]).catch(
        (cause: unknown) => failToStart(hook, cause),
      );
      await Promise.race([child, clock.sleep(drainMs, drained.signal)]);
      if (code === 0) return;
      const how = code === null ? `was ended by ${killedBy}` : `exited with ${code}`;
      const facts = code === null ? {} : { facts: { exitCode: code } };
      throw new HelmwatchError("HOOK_FAILED", `hook "${hook.cmd}" ${how}${lastError && `: ${lastError}`}`, facts);
    } finally {
      signal.removeEventListener("abort", stop);
      drained.abort();
      child.stdout.destroy();
      child.stderr.destroy();
    }
  };
}

/** SIGTERM to the program and to what it started. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended already.
  }
}

function failToStart({ cmd }: HookConfig, cause: unknown): never {
  const { code, message } = (cause ?? {}) as { code?: string; message?: string };
  const why = code === "ENOENT" ? "there is no such program" : (message ?? "unknown reason");
  throw new HelmwatchError("HOOK_FAILED", `hook "${cmd}" could not be started: ${why}`, {
    hint: "A hook is a program with arguments, started without a shell; use `sh -c '…'` for one.",
    cause,
  });
}
