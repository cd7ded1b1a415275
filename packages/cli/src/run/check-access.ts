import type { Plan, PlannedRelease, ReleaseOperations, ReleaseState } from "@helmwatch/core";
import type { Cluster } from "./open-cluster.js";

/**
 * Asks every cluster of the plan for its releases, and helm for its version where a release needs helm: what cannot be
 * reached, allowed or run is known before anything is touched. The answer serves the run as its first list.
 */
export async function checkAccess(
  { operations, helm }: Cluster,
  plan: Plan,
  needsHelm: (release: PlannedRelease, state: ReleaseState | undefined) => boolean,
  signal: AbortSignal,
): Promise<ReleaseOperations> {
  const refs = plan.releases.map(({ name, namespace, context }) => ({
    name,
    namespace,
    ...(context === undefined ? {} : { context }),
  }));
  const states = await operations.states(refs, signal);
  if (plan.releases.some((release) => needsHelm(release, states.get(release.uniqname))))
    await helm.capabilities(signal);
  let first: typeof states | undefined = states;
  return {
    ...operations,
    async states(releases, signal) {
      const known = first;
      first = undefined;
      return known ?? operations.states(releases, signal);
    },
  };
}
