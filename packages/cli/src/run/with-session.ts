import type { RunReport } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { withWorkFolder } from "../project/work-folder.js";
import { eventView } from "../render/event-view.js";
import { type RunView, runView } from "../render/run-view.js";
import { stopOnSignal } from "../signal/stop-on-signal.js";

/** What a command that may take its time has: a signal to stop, a folder of its own, and a view of its run. */
export interface Session {
  readonly call: CommandCall;
  /** Aborted with a `StopReason`. */
  readonly signal: AbortSignal;
  readonly workFolder: string;
  /**
   * Shows a run while it goes on; resolves to its exit code. `leftovers` tells what a second signal would leave behind:
   * by default what is under way.
   */
  show(
    run: (emit: RunView["emit"]) => Promise<Pick<RunReport, "exitCode">>,
    leftovers?: RunView["leftovers"],
  ): Promise<number>;
}

/** The frame of a command that signals may stop. Resolves to its exit code. */
export async function withSession(call: CommandCall, work: (session: Session) => Promise<number>): Promise<number> {
  const { world, console } = call;
  const stop = stopOnSignal(world, console);
  const show: Session["show"] = async (run, leftovers) => {
    const view = call.options.followedAs === undefined ? runView(call) : eventView(call);
    stop.watch(leftovers ?? view.leftovers);
    let exitCode: number | undefined;
    try {
      ({ exitCode } = await run(view.emit));
      return exitCode;
    } finally {
      view.end(exitCode);
    }
  };
  try {
    return await withWorkFolder(world, (workFolder) => work({ call, signal: stop.signal, workFolder, show }));
  } finally {
    stop.release();
  }
}
