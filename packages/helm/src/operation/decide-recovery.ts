import { isUnfinished } from "../record/is-unfinished.js";
import type { ReleaseState } from "../record/release-state.js";

/** What the file says about releases that a helm left unfinished; absent: they are refused. */
export type PendingStrategy = "rollback" | "uninstall";

/** What has to be done before a release can be upgraded. */
export type Recovery =
  | { readonly action: "none" }
  /** Another helm may be at work on it. */
  | { readonly action: "refuse" }
  | { readonly action: "rollback"; readonly toRevision: number }
  | { readonly action: "uninstall" };

/**
 * From the newest record alone: a helm that died and one that is at work leave the same. helm refuses to upgrade either,
 * and a rollback is what unlocks it. Without a good revision to go back to, and where it was being removed, the way is to
 * remove the rest and install anew.
 */
export function decideRecovery(
  { status, lastGood }: Pick<ReleaseState, "status" | "lastGood">,
  strategy: PendingStrategy | undefined,
): Recovery {
  if (!isUnfinished(status)) return { action: "none" };
  if (strategy === undefined) return { action: "refuse" };
  if (strategy === "uninstall" || status === "uninstalling" || lastGood === undefined) return { action: "uninstall" };
  return { action: "rollback", toRevision: lastGood };
}
