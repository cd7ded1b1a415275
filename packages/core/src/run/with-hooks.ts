import type { LifecyclePhase } from "../config/config.js";
import type { StepResult } from "../lifecycle/hook-environment.js";
import { runHooks } from "../lifecycle/run-hooks.js";
import type { PlannedRelease } from "../plan/plan.js";
import { isHelmwatchError } from "../plugin/index.js";
import { exitCode } from "./exit-code.js";
import type { RunContext } from "./run-context.js";
import { toEventError } from "./to-event-error.js";

export type HookedStep = "up" | "down" | "rollback";

export interface Hooked<T> {
  readonly step: HookedStep;
  /** Absent for the step of the whole run. */
  readonly release?: PlannedRelease;
  work(): Promise<T>;
  /** How the work went that did not throw. */
  result?(): StepResult;
}

/**
 * Does the work between its hooks. Hooks before it that fail are its failure, and the others are not run then; the
 * ones after it run whatever came of it, also while the run is stopping, and fail it only where nothing else did.
 */
export async function withHooks<T>(context: RunContext, { step, release, work, result }: Hooked<T>): Promise<T> {
  const after = (how: StepResult) => hooks(context, `post_${step}`, release, new AbortController().signal, how);
  // What undoes a release is not interrupted; once begun it goes on, hooks and all.
  const undoes = release !== undefined && step !== "up";
  await hooks(context, `pre_${step}`, release, undoes ? new AbortController().signal : context.signal);
  let value: T;
  try {
    value = await work();
  } catch (error) {
    await after({ failed: true, why: toEventError(error).message }).catch(() => {}); // Told by its events.
    throw error;
  }
  await after(result?.() ?? { failed: false });
  return value;
}

/** The work of a whole run between the hooks of the plan. Rejects only for a bug: failed hooks are told by events. */
export async function withRunHooks(context: RunContext, step: HookedStep, work: () => Promise<void>): Promise<void> {
  const result = () => {
    const { state } = context.log;
    const failed = [...state.releases.values()].filter(({ phase, undo }) => phase === "failed" || undo !== undefined);
    const why = failed.map(({ release, undo }) => `${release} ${undo ? "undone" : "failed"}`).join(", ");
    return { failed: exitCode(state, undefined) !== 0, ...(why && step === "up" ? { why } : {}) };
  };
  await withHooks(context, { step, work, result }).catch((error: unknown) => {
    if (!isHelmwatchError(error)) throw error;
  });
}

function hooks(
  { plan, run, log, clock, startHook }: RunContext,
  phase: LifecyclePhase,
  release: PlannedRelease | undefined,
  signal: AbortSignal,
  result?: StepResult,
): Promise<void> {
  const of = { phase, ...(release ? { release: release.uniqname } : {}) };
  let startedAt = 0;
  return runHooks({
    lifecycle: (release ?? plan).lifecycle,
    subject: { phase, run, ...(release ? { release } : {}), ...(result ? { result } : {}) },
    start: startHook,
    signal,
    listener: {
      started(command) {
        startedAt = clock.now();
        log.record({ type: "hook.started", ...of, command });
      },
      line: (text) => log.record({ type: "hook.output", ...of, text }),
      ended: (command, failure) =>
        log.record({
          ...{ type: "hook.ended", ...of, command, durationMs: clock.now() - startedAt },
          ...(failure ? { error: toEventError(failure.error), allowed: failure.allowed } : {}),
        }),
    },
  });
}
