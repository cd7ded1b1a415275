import { HelmwatchError } from "@helmwatch/core/plugin";
import type { ReleaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import { decideRecovery } from "./decide-recovery.js";

/**
 * Throws HELM_PENDING for a release that another helm is working on, or was when it died, where the file does not say what
 * to do then. `now`: wall time.
 */
export function refuseUnfinished(release: HelmRelease, state: ReleaseState, now: number): void {
  if (decideRecovery(state, release.pendingReleaseStrategy).action !== "refuse") return;
  const { status, revision, createdAt, lastGood } = state;
  const ageMs = Math.max(0, now - createdAt);
  const advice = decideRecovery(state, "rollback");
  const way =
    advice.action === "rollback"
      ? `go back to the last good revision: helm rollback ${release.name} ${advice.toRevision} --namespace ${release.namespace}`
      : `uninstall it: helm uninstall ${release.name} --namespace ${release.namespace}`;
  throw new HelmwatchError(
    "HELM_PENDING",
    `release "${release.uniqname}" is ${status}: revision ${revision} was begun ${age(ageMs)} ago and is unfinished`,
    {
      hint: `If no helm is working on it, ${way} (pending_release_strategy: rollback does so)`,
      facts: { revision, status, ageMs, ...(lastGood === undefined ? {} : { lastGood }) },
    },
  );
}

/** `45s`, `12m`, `3h`, `5d`: the order of magnitude tells a crash from work in progress. */
function age(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)}h`;
  return `${Math.round(seconds / 86_400)}d`;
}
