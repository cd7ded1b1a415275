import { type HelmResult, HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import { upgradeArgv } from "../argv/upgrade-argv.js";
import { unsupportedFlags } from "../capability/unsupported-flags.js";
import { helmFailure } from "../error/helm-failure.js";
import { preparePostRenderer } from "../post-render/prepare-post-renderer.js";
import { runPostRendered } from "../post-render/run-post-rendered.js";
import type { HelmCall } from "../program/connect-helm.js";
import { isUnfinished } from "../record/is-unfinished.js";
import { type ReleaseState, releaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { type OperationCall, type OperationContext, revisionsNow, watchdogMs } from "./operation-context.js";
import { readNotes } from "./read-notes.js";
import { recoverRelease } from "./recover-release.js";
import { refuseUnfinished } from "./refuse-unfinished.js";

export interface UpgradedRelease {
  readonly revision: number;
  readonly notes?: string;
}

/**
 * Installs or upgrades; the same upgrade that an earlier run began and that still runs is followed instead. The release
 * record decides: success is a newer revision that is deployed and carries our digest, whatever helm's exit code;
 * HELM_RECORD_MISMATCH where helm says success and the record does not, HELM_PENDING for a release that another helm is
 * at, or left unfinished, unless the release says what to do then.
 */
export async function upgradeRelease(
  context: OperationContext,
  release: HelmRelease,
  known: ReleaseState | undefined,
  call: OperationCall,
): Promise<UpgradedRelease> {
  const { helm, clock } = context;
  if (known && !helm.adopt) refuseUnfinished(release, known, clock.wall());
  const capabilities = await helm.capabilities(call.signal);
  const [finding] = unsupportedFlags(release, capabilities);
  if (finding)
    throw new HelmwatchError(finding.code, finding.message, finding.hint === undefined ? {} : { hint: finding.hint });

  const subject = `upgrade of ${release.uniqname}`;
  const postRenderer = await preparePostRenderer(helm, release, capabilities);
  const upgradeFrom = (state: ReleaseState | undefined): HelmCall => ({
    argv: [...upgradeArgv(release, capabilities, state?.labels), ...postRenderer.argv],
    files: [release.chart.path, ...release.values.map(({ path }) => path)],
    deadlineMs: watchdogMs(release.timeoutMs),
    interruptible: true,
  });
  let before = known;
  const adopted = await helm.adopt?.(upgradeFrom(before), call.signal).catch((error: unknown) => {
    if (!call.signal.aborted) throw error; // Told to stop it starts nothing, and says so as every helm does.
  });
  if (helm.adopt && !adopted) {
    const now = await stateNow(context, release); // What was running when `before` was read may have ended.
    if (now && isDeployed(now, before, release)) return { revision: now.revision };
    if (now) refuseUnfinished(release, now, clock.wall());
    before = now;
  }
  if (before && !adopted) before = await recoverRelease(context, release, before, call);
  const command = upgradeFrom(before);
  const result = adopted ?? (await runPostRendered(helm, postRenderer, command, call.signal));
  const failed = result.ended !== "exit" || result.exitCode !== 0;

  const after = await stateNow(context, release).catch((error: unknown) => {
    if (failed) return undefined; // What helm said is the better answer.
    const code = isHelmwatchError(error) ? error.code : "KUBE_UNREACHABLE";
    throw new HelmwatchError(
      code,
      `${subject}: helm ended well, but its record cannot be read: ${(error as Error).message}`,
      {
        hint: "Check access to the cluster, then run again: an unchanged release is left as it is.",
        cause: error,
      },
    );
  });
  if (after && isDeployed(after, before, release)) {
    if (failed) call.progress(`helm ended with exit code ${result.exitCode}, but its record says deployed`);
    const notes = release.hideNotes ? undefined : readNotes(result.stdout);
    return { revision: after.revision, ...(notes ? { notes } : {}) };
  }
  const record = after ? { revision: after.revision, status: after.status } : undefined;
  if (failed) throw helmFailure(subject, "cluster", command, result, record ? { record } : {});
  throw mismatch(release, before, after, result);
}

async function stateNow(context: OperationContext, release: HelmRelease): Promise<ReleaseState | undefined> {
  return releaseState(await revisionsNow(context, release));
}

function isDeployed(after: ReleaseState, before: ReleaseState | undefined, release: HelmRelease): boolean {
  return after.revision > settledRevision(before) && after.status === "deployed" && after.digest === release.digest;
}

/** The newest revision that is done with: an unfinished one may be what this upgrade finishes. */
function settledRevision(before: ReleaseState | undefined): number {
  if (!before) return 0;
  return isUnfinished(before.status) ? before.revision - 1 : before.revision;
}

function mismatch(
  release: HelmRelease,
  before: ReleaseState | undefined,
  after: ReleaseState | undefined,
  { where, exitCode }: HelmResult,
): HelmwatchError {
  const found = !after
    ? "there is no record of the release"
    : after.revision <= settledRevision(before)
      ? `its newest record is still revision ${after.revision} (${after.status})`
      : after.status !== "deployed"
        ? `its newest record, revision ${after.revision}, is ${after.status}`
        : `its newest record, revision ${after.revision}, was not made by this run`;
  return new HelmwatchError("HELM_RECORD_MISMATCH", `upgrade of ${release.uniqname}: helm ended well, but ${found}`, {
    hint: "Look whether something else deploys this release, and whether helm reaches the same cluster.",
    facts: { before, after, expectedDigest: release.digest, exitCode, where },
  });
}
