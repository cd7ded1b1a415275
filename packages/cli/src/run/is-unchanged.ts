import type { PlannedRelease, ReleaseState } from "@helmwatch/core";

/** Whether what is there is what the plan would deploy. */
export function isUnchanged({ digest }: Pick<PlannedRelease, "digest">, state: ReleaseState | undefined): boolean {
  return state?.status === "deployed" && state.digest === digest;
}
