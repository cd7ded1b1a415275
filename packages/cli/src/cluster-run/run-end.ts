import type { RunState } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { type Situation, terminationOf } from "@helmwatch/kube/job";
import { notRun } from "./pod-script.js";

/** Those of helmwatch itself; any other is of something that ended it. */
const own = new Set([0, 1, 2, 3, 4, 70, 129, 130, 143]);

const lookAfter = 'see by "helmwatch status" what it left, and run again: what is as it should be is skipped';

/**
 * The exit code of a run, by its container's or, where that cannot be known any more, by its last event. Throws RUN_LOST
 * where the run did not come to its end, RUN_NOT_STARTED where it did not begin; of a pod that waits the message tells all.
 */
export function runEnd(run: string, situation: Situation, ended: RunState["ended"]): number {
  switch (situation.kind) {
    case "exited": {
      const { exitCode, reason = "", message = "" } = situation.end;
      if (own.has(exitCode)) return exitCode;
      if (exitCode === notRun) throw notStarted(run, message, "check run.in_cluster.image, or start it again");
      if (reason === "OOMKilled") throw lost(run, `it needed more memory than it may have (${reason})`, moreMemory);
      if (exitCode === 137) throw lost(run, "it was killed (exit code 137)", `if for want of memory, ${moreMemory}`);
      throw lost(run, `helmwatch broke down in its pod (exit code ${exitCode})`, lookAfter);
    }
    case "lost": {
      const { pod, reason, message } = situation;
      const exitCode = ended?.exitCode ?? (pod && terminationOf(pod)?.exitCode);
      if (exitCode !== undefined && own.has(exitCode)) return exitCode;
      throw lost(run, `${message} (${reason})`, lookAfter);
    }
    case "unstartable":
      throw notStarted(run, `${situation.reason}: ${situation.message}`);
    case "waiting":
      throw notStarted(run, situation.message);
    case "running":
      throw new Error("the run goes on");
  }
}

const moreMemory = `give it more by run.in_cluster.resources; ${lookAfter}`;

const lost = (run: string, why: string, hint: string) =>
  new HelmwatchError("RUN_LOST", `run ${run} did not come to its end: ${why}`, { hint });

/** Nothing was touched. */
function notStarted(run: string, why: string, hint?: string): HelmwatchError {
  const what = /image|pull/i.test(why)
    ? "check image, image_pull_policy and image_pull_secrets of run.in_cluster"
    : "check service account, quota, policies and nodes of the namespace of the Job";
  return new HelmwatchError("RUN_NOT_STARTED", `run ${run} did not start: ${why}`, { hint: hint ?? what });
}
