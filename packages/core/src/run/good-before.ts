import type { ReleaseState } from "./release-operations.js";
import type { RunState } from "./run-state.js";

/** The newest good revision from before this run's upgrade: where an undo goes back to. */
export function goodBefore(
  release: string,
  state: RunState,
  before: ReadonlyMap<string, ReleaseState>,
): number | undefined {
  const recovered = state.releases.get(release)?.recovered;
  if (recovered) return recovered.lastGood;
  const earlier = before.get(release);
  return earlier?.status === "uninstalled" ? undefined : earlier?.lastGood;
}
