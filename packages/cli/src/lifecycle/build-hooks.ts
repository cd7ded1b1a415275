import { type LifecycleConfig, runHooks, type SelectedConfig } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { line } from "../log/log-line.js";
import { hookStarter } from "./start-hook.js";

/**
 * The hooks around the build of a plan: those before it first of the whole, then of each release, those after it the
 * other way round. They run once, before values are read and charts are got, which they may have to make.
 */
export function buildHooks(
  { world, console }: CommandCall,
  { lifecycle, releases }: SelectedConfig,
  signal: AbortSignal,
) {
  const start = hookStarter(world);
  const run = (
    phase: "pre_build" | "post_build",
    lifecycle: LifecycleConfig,
    release?: SelectedConfig["releases"][number],
  ) => {
    const of = { hook: phase, ...(release ? { release: release.uniqname } : {}) };
    return runHooks({
      ...{ lifecycle, start, signal },
      subject: { phase, ...(release ? { release } : {}) },
      listener: {
        started: (command) => console.log(line("info", "running hook", { ...of, command })),
        line: (text) => console.log(line("info", text, of)),
        ended(command, failure) {
          if (failure?.allowed)
            console.log(
              line("warn", "hook failed, which is allowed", {
                ...of,
                command,
                error: String((failure.error as Error).message),
              }),
            );
        },
      },
    });
  };
  const having = (phase: "pre_build" | "post_build") => releases.filter(({ lifecycle }) => lifecycle[phase]);
  return {
    async before(): Promise<void> {
      await run("pre_build", lifecycle);
      for (const release of having("pre_build")) await run("pre_build", release.lifecycle, release);
    },
    async after(): Promise<void> {
      for (const release of having("post_build")) await run("post_build", release.lifecycle, release);
      await run("post_build", lifecycle);
    },
  };
}
