import type { PlannedRelease, SelectedMonitor } from "../plan/plan.js";
import { rejection } from "./decide-undo.js";
import { isUndone } from "./is-undone.js";
import type { RunContext } from "./run-context.js";
import type { ReleaseProgress } from "./run-state.js";

export interface Block {
  /** The release at the root of it. */
  readonly cause: string;
  readonly why: string;
}

/** Why a release may not start now that all it depends on has settled; undefined when it may. */
export function findBlock(context: RunContext, release: PlannedRelease): Block | undefined {
  const { plan, releases, log } = context;
  const { undoRoot } = log.state;
  if (plan.run.undo === "all" && undoRoot !== undefined)
    return { cause: undoRoot, why: `all is undone, since ${undoRoot} was rejected` };
  for (const { uniqname, condition } of release.dependsOn) {
    const needed = releases.get(uniqname);
    const progress = log.state.releases.get(uniqname);
    if (!needed || !progress) continue;
    const lacking = lack(context, needed, progress);
    if (lacking) return lacking;
    if (condition !== "monitored") continue;
    for (const { name } of needed.monitors) {
      const verdict = log.state.monitors.get(name)?.verdict?.verdict;
      if (verdict !== "passed") return { cause: uniqname, why: `monitor ${name} of ${uniqname} did not pass` };
    }
  }
  return undefined;
}

function lack({ log }: RunContext, needed: PlannedRelease, progress: ReleaseProgress): Block | undefined {
  const { uniqname } = needed;
  const rejected = rejection(needed, log.state);
  if (rejected && rejected.action !== "none")
    return { cause: uniqname, why: `monitor ${rejected.monitors.join(", ")} rejected ${uniqname}` };
  if (isUndone(progress)) return { cause: uniqname, why: `${uniqname} is being undone` };
  if (progress.allowFailure) return undefined;
  if (progress.phase === "failed") return { cause: uniqname, why: `${uniqname} failed` };
  if (progress.phase !== "skipped") return undefined;
  const cause = progress.cause ?? uniqname;
  return { cause, why: `${uniqname} was skipped, since ${progress.why ?? `${cause} failed`}` };
}

/** Why a monitor cannot start: one of its releases is not there to be watched. */
export function findMonitorBlock({ log }: RunContext, monitor: SelectedMonitor): string | undefined {
  if (!monitor.needsReleases) return undefined;
  for (const name of monitor.releases) {
    const progress = log.state.releases.get(name);
    if (progress?.phase === "failed") return `release ${name} failed`;
    if (progress?.phase === "skipped") return `release ${name} was skipped`;
    if (isUndone(progress)) return `release ${name} is being undone`;
  }
  return undefined;
}
