import type { PlannedRelease } from "../plan/plan.js";
import type { UndoStep } from "./decide-undo.js";
import { openRun } from "./open-run.js";
import type { ReleaseState } from "./release-operations.js";
import type { RunInput, RunReport } from "./run-context.js";
import { undoer } from "./undo-releases.js";
import { withRunHooks } from "./with-hooks.js";

export interface RunUndoInput extends Omit<RunInput, "monitors"> {
  readonly command: "down" | "rollback";
  /** For `rollback`: the revision for every release; by default each one's good revision before the present one. */
  readonly toRevision?: number;
}

/** `down` and `rollback`: every release of the plan, dependents first. Throws only before anything is touched. */
export async function runUndo(input: RunUndoInput): Promise<RunReport> {
  const { plan, operations, signal, command } = input;
  const before = await operations.states(plan.releases, signal);
  const run = { ...input, plan: { ...plan, monitors: [] }, monitors: new Map() };
  return openRun(run, command, before, (context) =>
    withRunHooks(context, command, async () => {
      const steps: UndoStep[] = [];
      const kept: { release: string; why: string }[] = [];
      for (const release of plan.releases) {
        const step = stepFor(input, release, before.get(release.uniqname));
        if (typeof step === "object") steps.push(step);
        else if (command === "down") kept.push({ release: release.uniqname, why: step });
        else
          context.log.record({
            type: "undo.failed",
            release: release.uniqname,
            action: "rollback",
            error: { code: "RELEASE_NO_REVISION", message: `release "${release.uniqname}": ${step}` },
            durationMs: 0,
          });
      }
      const undos = undoer(context, () => undefined);
      undos.start({ steps, kept });
      await undos.settled();
    }),
  );
}

function stepFor(
  { command, toRevision }: RunUndoInput,
  { uniqname: release }: PlannedRelease,
  state: ReleaseState | undefined,
): UndoStep | string {
  const cause = { kind: "command" } as const;
  if (!state || (command === "down" && state.status === "uninstalled")) return "it is not installed";
  if (command === "down") return { release, action: "uninstall", cause };
  const target = toRevision ?? (state.status === "deployed" ? state.earlierGood : state.lastGood);
  if (target === undefined) return `there is no good revision before ${state.revision} to go back to`;
  return { release, action: "rollback", toRevision: target, cause };
}
