import type { PlannedRelease } from "../plan/plan.js";
import type { ReleaseState } from "./release-operations.js";

/**
 * Whether what is there is what the plan would deploy, and has passed its tests. The digest label says what is really there, also after a
 * rollback: helm restores the labels of its revision.
 */
export function isUnchanged({ digest }: Pick<PlannedRelease, "digest">, state: ReleaseState | undefined): boolean {
  return state?.status === "deployed" && state.digest === digest && !state.untested;
}
