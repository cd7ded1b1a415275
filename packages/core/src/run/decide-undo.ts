import type { MonitorAction } from "../config/config.js";
import { orderNodes } from "../graph/order-nodes.js";
import type { Plan, PlannedRelease } from "../plan/plan.js";
import { releaseGraph } from "../plan/release-graph.js";
import type { UndoAction, UndoCause } from "./event.js";
import { goodBefore } from "./good-before.js";
import type { ReleaseState } from "./release-operations.js";
import type { ReleaseProgress, RunState } from "./run-state.js";

export interface UndoStep {
  readonly release: string;
  readonly action: UndoAction;
  readonly toRevision?: number;
  readonly cause: UndoCause;
}

export interface UndoDecision {
  /** In the plan's order. */
  readonly steps: readonly UndoStep[];
  /** Rejected, but left as they are. */
  readonly kept: readonly { readonly release: string; readonly why: string }[];
}

export interface UndoInput {
  readonly plan: Plan;
  readonly state: RunState;
  /** What was there before the run, by uniqname. */
  readonly before: ReadonlyMap<string, ReleaseState>;
  /** Whether monitors' verdicts count already; failed `atomic` releases always do. */
  readonly verdicts: boolean;
}

const strength: Record<MonitorAction, number> = { none: 0, rollback: 1, uninstall: 2 };

/** The strongest action that failed monitors ask for; undefined when no monitor of the release failed. */
export function rejection(release: PlannedRelease, state: RunState) {
  const failed = release.monitors.filter(({ name }) => state.monitors.get(name)?.verdict?.verdict === "failed");
  if (failed.length === 0) return undefined;
  const action = failed.map((reference) => reference.action).reduce((a, b) => (strength[b] > strength[a] ? b : a));
  return { action, monitors: failed.map(({ name }) => name) };
}

/**
 * What is to be undone now that it was not before: releases that monitors rejected, failed ones that are `atomic`, and,
 * by `run.undo`, those that go along. A release is decided about once.
 */
export function decideUndo(input: UndoInput): UndoDecision {
  const { plan, state } = input;
  const steps = new Map<string, UndoStep>();
  const kept = new Map<string, string>();
  const add = (release: PlannedRelease, wanted: UndoAction, cause: UndoCause) => {
    const step = stepFor(input, release, wanted, cause);
    if (typeof step === "string") kept.set(release.uniqname, step);
    else steps.set(release.uniqname, step);
  };
  for (const release of plan.releases) {
    const progress = state.releases.get(release.uniqname);
    if (!progress || progress.undo) continue;
    const rejected = input.verdicts ? rejection(release, state) : undefined;
    if (rejected?.action === "none") kept.set(release.uniqname, "its monitors ask for no action");
    else if (rejected) add(release, rejected.action, { kind: "monitors", monitors: rejected.monitors });
    else if (release.atomic && progress.phase === "failed") add(release, "rollback", { kind: "failed" });
  }
  for (const [release, root] of companions(input, [...steps.keys()]))
    add(release, "rollback", { kind: "group", release: root });
  return {
    steps: plan.releases.flatMap(({ uniqname }) => steps.get(uniqname) ?? []),
    kept: [...kept].map(([release, why]) => ({ release, why })),
  };
}

/** The releases that `run.undo` takes along, each with the one that it goes along with. */
function companions({ plan, state }: UndoInput, roots: readonly string[]): ReadonlyMap<PlannedRelease, string> {
  const found = new Map<PlannedRelease, string>();
  const [first] = roots;
  if (plan.run.undo === "release" || first === undefined) return found;
  const taken = new Map(roots.map((name) => [name, name]));
  const byName = new Map(plan.releases.map((release) => [release.uniqname, release]));
  for (const name of orderNodes(releaseGraph(plan))) {
    const release = byName.get(name);
    if (!release || taken.has(name)) continue;
    const root =
      plan.run.undo === "all" ? first : release.dependsOn.map(({ uniqname }) => taken.get(uniqname)).find(Boolean);
    if (root === undefined) continue;
    taken.set(name, root);
    const progress = state.releases.get(name);
    if (progress && !progress.undo && changed(progress)) found.set(release, root);
  }
  return found;
}

const changed = ({ phase }: ReleaseProgress) => phase === "deployed" || phase === "deploying" || phase === "failed";

function stepFor(
  { plan, state, before }: UndoInput,
  { uniqname }: PlannedRelease,
  wanted: UndoAction,
  cause: UndoCause,
): UndoStep | string {
  if (wanted === "uninstall") return { release: uniqname, action: "uninstall", cause };
  if (state.releases.get(uniqname)?.phase === "unchanged")
    return "this run did not change it, so there is no revision of before to go back to";
  const toRevision = goodBefore(uniqname, state, before);
  if (toRevision !== undefined) return { release: uniqname, action: "rollback", toRevision, cause };
  if (plan.run.firstInstall === "keep") return "it had no good revision before, and run.first_install is keep";
  return { release: uniqname, action: "uninstall", cause };
}
