import { invertGraph } from "../graph/invert-graph.js";
import { orderNodes } from "../graph/order-nodes.js";
import type { PlannedRelease } from "../plan/plan.js";
import { releaseGraph } from "../plan/release-graph.js";
import type { Facts } from "../plugin/index.js";
import { withinDeadline } from "../time/within-deadline.js";
import type { UndoDecision, UndoStep } from "./decide-undo.js";
import { type Limiter, limiter } from "./limiter.js";
import type { OperationCall } from "./release-operations.js";
import { type RunContext, releaseRef } from "./run-context.js";
import { toEventError } from "./to-event-error.js";
import { withHooks } from "./with-hooks.js";

/** Milliseconds for collecting evidence: an undo must not wait for a cluster that does not answer. */
const evidenceMs = 5000;

export interface Undoer {
  /** Starts a batch: in parallel, a release only after all that depend on it and are undone, too. */
  start(decision: UndoDecision): void;
  /** Resolves when every undo so far has settled. */
  settled(): Promise<void>;
}

/** @param settledDeploy Resolves when the deploy of a release has settled; undefined for one that never started. */
export function undoer(context: RunContext, settledDeploy: (release: string) => Promise<void> | undefined): Undoer {
  const { log, plan, releases } = context;
  const graph = releaseGraph(plan);
  const dependentsFirst = [...orderNodes(graph)].reverse();
  const dependents = invertGraph(graph);
  const places = limiter(context.parallelLimit);
  const under = new Map<string, Promise<void>>();

  function start({ steps, kept }: UndoDecision): void {
    for (const one of kept) log.record({ type: "undo.kept", ...one });
    if (steps.length === 0) return;
    log.record({ type: "undo.decided", releases: steps });
    const byName = new Map(steps.map((step) => [step.release, step]));
    for (const name of dependentsFirst) {
      const step = byName.get(name);
      const release = releases.get(name);
      if (!step || !release) continue;
      const before = [settledDeploy(name), ...(dependents.get(name) ?? []).map((dependent) => under.get(dependent))];
      under.set(
        name,
        Promise.all(before).then(() => undoRelease(context, places, release, step)),
      );
    }
  }

  return { start, settled: async () => void (await Promise.all(under.values())) };
}

async function undoRelease(
  context: RunContext,
  places: Limiter,
  release: PlannedRelease,
  step: UndoStep,
): Promise<void> {
  const { clock, log, operations, signal } = context;
  const { uniqname: name } = release;
  const { action, toRevision } = step;
  let leave: () => void;
  try {
    leave = await places.enter(signal);
  } catch {
    log.record({ type: "undo.kept", release: name, why: "the run was stopped before its undo" });
    return;
  }
  const call: OperationCall = {
    signal,
    progress: (text, facts) =>
      log.record({ type: "release.progress", release: name, text, ...(facts ? { facts } : {}) }),
  };
  const startedAt = clock.now();
  const took = () => clock.now() - startedAt;
  try {
    if (await isUntouched(context, release)) {
      log.record({ type: "undo.kept", release: name, why: "its upgrade failed before it changed anything" });
      return;
    }
    log.record({ type: "undo.started", release: name, action, ...(toRevision === undefined ? {} : { toRevision }) });
    const facts = step.cause.kind === "command" ? undefined : await evidence(context, release, call);
    if (facts) log.record({ type: "undo.evidence", release: name, facts });
    if (action === "uninstall" || toRevision === undefined) {
      await withHooks(context, { step: "down", release, work: () => operations.uninstall(release, call) });
      log.record({ type: "undo.done", release: name, action: "uninstall", durationMs: took() });
      return;
    }
    const work = () => operations.rollback(release, toRevision, call);
    const { revision } = await withHooks(context, { step: "rollback", release, work });
    log.record({ type: "undo.done", release: name, action, revision, toRevision, durationMs: took() });
  } catch (error) {
    log.record({ type: "undo.failed", release: name, action, error: toEventError(error), durationMs: took() });
  } finally {
    leave();
  }
}

/** A failed upgrade may have ended before it made a revision: then there is nothing to undo. */
async function isUntouched({ before, log, operations, signal }: RunContext, release: PlannedRelease): Promise<boolean> {
  if (log.state.releases.get(release.uniqname)?.phase !== "failed") return false;
  const now = (await operations.states([releaseRef(release)], signal)).get(release.uniqname);
  return now === undefined || now.revision === before.get(release.uniqname)?.revision;
}

async function evidence(context: RunContext, release: PlannedRelease, call: OperationCall): Promise<Facts | undefined> {
  const collect = context.operations.evidence;
  if (!collect) return undefined;
  const limit = { clock: context.clock, ms: evidenceMs, parent: call.signal, reason: () => new Error("too slow") };
  // Evidence is a help, never a reason to leave a rejected release in place.
  return withinDeadline(limit, (signal) => collect(release, { ...call, signal })).catch(() => undefined);
}
