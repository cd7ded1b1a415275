import { HelmwatchError } from "@helmwatch/core/plugin";
import { uninstallArgv } from "../argv/uninstall-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { HelmCall } from "../program/connect-helm.js";
import { releaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { type OperationCall, type OperationContext, revisionsNow, watchdogMs } from "./operation-context.js";

/** Removes the release; a release that is not there is removed already. helm takes no signal in it. */
export async function uninstallRelease(
  context: OperationContext,
  release: HelmRelease,
  call: OperationCall,
): Promise<void> {
  const subject = `uninstall of ${release.uniqname}`;
  const command: HelmCall = {
    argv: uninstallArgv(release, await context.helm.capabilities(new AbortController().signal)),
    deadlineMs: watchdogMs(release.timeoutMs),
    interruptible: false,
  };
  const result = await context.helm.run(command, call.signal);
  // Objects may be left although the record is gone, so a failure stays one.
  if (result.ended !== "exit" || result.exitCode !== 0) throw helmFailure(subject, "cluster", command, result);
  const left = releaseState(await revisionsNow(context, release));
  if (left && left.status !== "uninstalled")
    throw new HelmwatchError(
      "HELM_RECORD_MISMATCH",
      `${subject}: helm ended well, but its record is still there: revision ${left.revision} (${left.status})`,
      {
        hint: "Look whether something else deploys this release, and whether helm reaches the same cluster.",
        facts: { record: left, where: result.where },
      },
    );
}
