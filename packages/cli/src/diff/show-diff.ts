import type { Plan } from "@helmwatch/core";
import type { CommandCall } from "../command/command.js";
import { line } from "../log/log-line.js";
import { diffText } from "../render/diff-text.js";
import type { Cluster } from "../run/open-cluster.js";
import { runSettings } from "../run/run-settings.js";
import { diffLive } from "./diff-live.js";
import { diffLocal } from "./diff-local.js";
import type { ReleaseDiff } from "./diff-release.js";

export interface DiffInput {
  readonly call: CommandCall;
  readonly cluster: Cluster;
  readonly plan: Plan;
  readonly signal: AbortSignal;
  /** The plan to compare with; the cluster where there is none. */
  readonly before?: Plan;
}

/** What a plan changes, of the cluster or of another plan. */
export function diffPlan({ call, cluster, plan, before, signal }: DiffInput): Promise<readonly ReleaseDiff[]> {
  const { parallelLimit: limit } = runSettings(call, plan);
  const { showSecret, suppress, findRenames, "3WayMerge": threeWayMerge } = call.options;
  const options = { showSecrets: showSecret, suppress, findRenames };
  return before
    ? diffLocal({ cluster, before, after: plan, limit, options, signal })
    : diffLive({ cluster, plan, limit, threeWayMerge, options, signal });
}

export function printDiff({ console, options }: CommandCall, diffs: readonly ReleaseDiff[]): void {
  const { output, wide, stripTrailingCr } = options;
  if (output === "json") console.printData({ releases: diffs });
  else console.print(diffText(diffs, { context: wide, stripTrailingCr, paint: console.paint }));
}

/** The diff of a plan that was just built, as `--diff-mode` asks for it; `saved` is the plan that it takes the place of. */
export async function showPlanDiff(
  input: Omit<DiffInput, "before">,
  saved: () => Promise<Plan | undefined>,
): Promise<void> {
  const { call } = input;
  const { diffMode } = call.options;
  if (diffMode === "none") return call.console.log(line("info", "Skip diffing"));
  const before = diffMode === "local" ? await saved() : undefined;
  if (diffMode === "local" && !before)
    return call.console.log(line("info", "Skip diffing: no plan is saved yet", { plan: call.options.plandir }));
  printDiff(call, await diffPlan({ ...input, ...(before ? { before } : {}) }));
}
