import type { PlannedRelease } from "../plan/plan.js";
import { findBlock } from "./find-block.js";
import { goodBefore } from "./good-before.js";
import { isUnchanged } from "./is-unchanged.js";
import type { OperationCall } from "./release-operations.js";
import type { RunContext } from "./run-context.js";
import { toEventError } from "./to-event-error.js";
import { withHooks } from "./with-hooks.js";

/** Brings one release to what the plan says, once all it depends on has settled. Never rejects. */
export async function deployRelease(context: RunContext, release: PlannedRelease): Promise<void> {
  if (skipBlocked(context, release) || keepUnchanged(context, release)) return;
  let leave: () => void;
  try {
    leave = await context.deploys.enter(context.signal);
  } catch {
    return; // The run is stopping; it tells what never started.
  }
  try {
    // What it depends on may have been rejected while it waited for its turn.
    if (!skipBlocked(context, release)) await deploy(context, release);
  } finally {
    leave();
  }
}

function skipBlocked(context: RunContext, release: PlannedRelease): boolean {
  const block = findBlock(context, release);
  if (block) context.log.record({ type: "release.skipped", release: release.uniqname, ...block });
  return block !== undefined;
}

function keepUnchanged({ before, log }: RunContext, release: PlannedRelease): boolean {
  const state = before.get(release.uniqname);
  if (!state || !isUnchanged(release, state)) return false;
  log.record({ type: "release.unchanged", release: release.uniqname, revision: state.revision });
  return true;
}

async function deploy(context: RunContext, release: PlannedRelease): Promise<void> {
  const { before, clock, log, operations, signal } = context;
  const { uniqname: name } = release;
  const state = before.get(name);
  const startedAt = clock.now();
  const isThere = state !== undefined && state.status !== "uninstalled";
  log.record({ type: "release.started", release: name, operation: isThere ? "upgrade" : "install" });
  try {
    const call: OperationCall = {
      signal,
      progress: (text, facts) =>
        log.record({ type: "release.progress", release: name, text, ...(facts ? { facts } : {}) }),
      recovered: (how) => log.record({ type: "release.recovered", release: name, ...how }),
    };
    const work = async () => {
      const upgraded = await operations.upgrade(release, state, call);
      if (release.tests) await test(context, release, call);
      return upgraded;
    };
    const { revision, notes } = await withHooks(context, { step: "up", release, work });
    const previous = goodBefore(name, log.state, before);
    log.record({
      type: "release.deployed",
      release: name,
      revision,
      ...(previous === undefined ? {} : { previous }),
      durationMs: clock.now() - startedAt,
      ...(notes && !release.hideNotes ? { notes } : {}),
    });
  } catch (error) {
    const durationMs = clock.now() - startedAt;
    const failure = { error: toEventError(error), allowed: release.allowFailure, durationMs };
    log.record({ type: "release.failed", release: name, ...failure });
  }
}

async function test(
  { clock, log, operations }: RunContext,
  release: PlannedRelease,
  call: OperationCall,
): Promise<void> {
  const startedAt = clock.now();
  const { tests, logs } = await operations.test(release, call);
  log.record({ type: "release.tested", release: release.uniqname, tests, logs, durationMs: clock.now() - startedAt });
}
