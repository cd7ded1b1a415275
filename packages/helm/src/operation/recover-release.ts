import { type ReleaseState, releaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { decideRecovery } from "./decide-recovery.js";
import { type OperationCall, type OperationContext, revisionsNow } from "./operation-context.js";
import { rollbackRelease } from "./rollback-release.js";
import { uninstallRelease } from "./uninstall-release.js";

/** The state that a release can be upgraded from, once what another helm left unfinished is out of the way. */
export async function recoverRelease(
  context: OperationContext,
  release: HelmRelease,
  state: ReleaseState,
  call: OperationCall,
): Promise<ReleaseState | undefined> {
  const recovery = decideRecovery(state, release.pendingReleaseStrategy);
  if (recovery.action !== "rollback" && recovery.action !== "uninstall") return state;
  if (call.signal.aborted) return state; // Nothing new is begun; the upgrade will say so.
  const { status, revision } = state;
  const was = `revision ${revision} is ${status}`;
  if (recovery.action === "rollback") {
    call.progress(`${was}: going back to revision ${recovery.toRevision} first`);
    await rollbackRelease(context, release, recovery.toRevision, call);
  } else {
    call.progress(`${was}: removing the release first`);
    // What is still being removed would be in the way of what is installed anew.
    const wait = release.wait === "hookOnly" ? "watcher" : release.wait;
    await uninstallRelease(context, { ...release, wait }, call);
  }
  const left = releaseState(await revisionsNow(context, release));
  call.recovered?.({ ...recovery, status, ...(left?.lastGood === undefined ? {} : { lastGood: left.lastGood }) });
  return left;
}
