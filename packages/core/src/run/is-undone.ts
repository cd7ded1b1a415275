import type { ReleaseProgress } from "./run-state.js";

/** Whether a release is being undone or was: decided, under way, done or failed, but not kept as it is. */
export function isUndone(progress: ReleaseProgress | undefined): boolean {
  return progress?.undo !== undefined && progress.undo.phase !== "kept";
}
