import { HelmwatchError } from "@helmwatch/core/plugin";
import { rollbackArgv } from "../argv/rollback-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { HelmCall } from "../program/connect-helm.js";
import { isUnfinished } from "../record/is-unfinished.js";
import { releaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { type OperationCall, type OperationContext, revisionsNow, watchdogMs } from "./operation-context.js";

/** Goes back to `toRevision`, which makes a new revision. helm cannot be stopped in it without leaving it pending. */
export async function rollbackRelease(
  context: OperationContext,
  release: HelmRelease,
  toRevision: number,
  call: OperationCall,
): Promise<{ readonly revision: number }> {
  const subject = `rollback of ${release.uniqname} to revision ${toRevision}`;
  const before = await revisionsNow(context, release);
  if (!before.some(({ revision }) => revision === toRevision)) {
    const kept = before.map(({ revision }) => revision).sort((a, b) => a - b);
    throw new HelmwatchError("HELM_FAILED", `${subject}: helm has no record of that revision`, {
      hint: kept.length > 0 ? `Revisions kept: ${kept.join(", ")}; see max_history.` : "The release is not installed.",
      facts: { kept },
    });
  }
  // An unfinished one may be what this rollback finishes, where it follows one that an earlier run began.
  const settled = before.filter(({ status }) => !isUnfinished(status));
  const newest = Math.max(...settled.map(({ revision }) => revision));
  const command: HelmCall = {
    argv: rollbackArgv(release, toRevision, await context.helm.capabilities(new AbortController().signal)),
    deadlineMs: watchdogMs(release.timeoutMs),
    interruptible: false,
  };
  const result = await context.helm.run(command, call.signal);
  const failed = result.ended !== "exit" || result.exitCode !== 0;
  const after = releaseState(
    await revisionsNow(context, release).catch((error: unknown) => {
      if (failed) return [];
      throw error;
    }),
  );
  if (after && after.revision > newest && after.status === "deployed") return { revision: after.revision };
  const record = after ? { revision: after.revision, status: after.status } : undefined;
  if (failed) throw helmFailure(subject, "cluster", command, result, record ? { record } : {});
  throw new HelmwatchError(
    "HELM_RECORD_MISMATCH",
    `${subject}: helm ended well, but ${record ? `its newest record is revision ${record.revision} (${record.status})` : "there is no record of the release"}`,
    { hint: "Look whether something else deploys this release.", facts: { record, newest, where: result.where } },
  );
}
