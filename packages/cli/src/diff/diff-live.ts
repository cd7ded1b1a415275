import {
  type DiffOptions,
  isUnchanged,
  mapLimited,
  type Plan,
  type PlannedRelease,
  type ReleaseState,
} from "@helmwatch/core";
import { releaseRenderer } from "@helmwatch/helm";
import type { Cluster } from "../run/open-cluster.js";
import { diffRelease, type ReleaseDiff } from "./diff-release.js";

export interface LiveDiff {
  readonly cluster: Cluster;
  readonly plan: Plan;
  /** Releases at a time. */
  readonly limit: number;
  readonly options: DiffOptions;
  readonly signal: AbortSignal;
}

/**
 * The plan against what helm recorded as deployed. One list per cluster tells which releases are unchanged; of each
 * other one the record is read and the chart rendered, as its upgrade would.
 */
export async function diffLive({ cluster, plan, limit, options, signal }: LiveDiff): Promise<readonly ReleaseDiff[]> {
  const { operations } = cluster;
  const states = await operations.states(plan.releases, signal);
  const isSame = (release: PlannedRelease) => isUnchanged(release, states.get(release.uniqname));
  const releases = plan.releases.filter((release) => !isSame(release));
  const render = releaseRenderer({ ...cluster, mode: "server", releases, signal });
  const deployed = async (release: PlannedRelease, { revision }: ReleaseState) => {
    const { manifest, hooks } = await operations.record(release, revision, signal);
    return [manifest, ...hooks.map((hook) => hook.manifest)];
  };
  return mapLimited(plan.releases, limit, async (release): Promise<ReleaseDiff> => {
    if (isSame(release)) return { release: release.uniqname, status: "unchanged", changes: [] };
    const state = states.get(release.uniqname);
    const isThere = state !== undefined && state.status !== "uninstalled";
    const [before, { manifest, hooks }] = await Promise.all([
      isThere ? deployed(release, state) : undefined,
      render(release, state),
    ]);
    return diffRelease(release, before, release.disableHooks ? [manifest] : [manifest, hooks], options);
  });
}
