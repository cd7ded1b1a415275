import type { StopReason } from "@helmwatch/core";
import type { Console } from "../log/console.js";
import { line } from "../log/log-line.js";
import type { StopSignal, World } from "../world/world.js";

export interface Stop {
  /** Aborted by the first signal, with a `StopReason`. */
  readonly signal: AbortSignal;
  /** From now on what a second signal would leave behind is told by `leftovers`. */
  watch(leftovers: () => readonly string[]): void;
  /** Stops listening. */
  release(): void;
}

/** 128 + the signal's number. */
const exitCodes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The first signal asks the work to stop; a second one leaves at once and says what may be left behind. */
export function stopOnSignal(world: World, console: Console): Stop {
  const controller = new AbortController();
  let leftovers: (() => readonly string[]) | undefined;
  const release = world.onSignal((name) => {
    const reason: StopReason = { signal: name, exitCode: exitCodes[name] };
    if (!controller.signal.aborted) {
      if (!leftovers) console.log(line("warn", "stopping", { signal: name }));
      controller.abort(reason);
      return;
    }
    console.screen.close();
    const left = leftovers?.() ?? [];
    const what = left.length === 0 ? "nothing was under way" : `this may be left behind:\n${left.join("\n")}`;
    console.log(line("fatal", `left at once by a second ${name}; ${what}`));
    world.exit(reason.exitCode);
  });
  return {
    signal: controller.signal,
    watch: (tell) => {
      leftovers = tell;
    },
    release,
  };
}

/** Whether an error is the reason that a stop aborted its work with. */
export function isStopReason(error: unknown): error is StopReason {
  return typeof error === "object" && error !== null && "signal" in error && "exitCode" in error;
}
