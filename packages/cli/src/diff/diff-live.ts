import {
  againstLive,
  type DiffOptions,
  diffObjects,
  isUnchanged,
  mapLimited,
  type Plan,
  type PlannedRelease,
  type ReleaseState,
} from "@helmwatch/core";
import { releaseRenderer } from "@helmwatch/helm";
import type { Cluster } from "../run/open-cluster.js";
import { diffRelease, type Manifests, objectsOf, type ReleaseDiff } from "./diff-release.js";
import { liveObjects } from "./live-objects.js";

export interface LiveDiff {
  readonly cluster: Cluster;
  readonly plan: Plan;
  /** Releases at a time. */
  readonly limit: number;
  /** Whether live objects are compared, and not what helm recorded. */
  readonly threeWayMerge: boolean;
  readonly options: DiffOptions;
  readonly signal: AbortSignal;
}

/**
 * The plan against what helm recorded as deployed, or against the live objects. One list per cluster tells which releases
 * are unchanged; of each other one the record is read and the chart rendered, as its upgrade would. Live objects of
 * unchanged releases are compared, too: with what is recorded, which is what the chart would be rendered to.
 */
export async function diffLive({
  cluster,
  plan,
  limit,
  threeWayMerge,
  options,
  signal,
}: LiveDiff): Promise<readonly ReleaseDiff[]> {
  const { operations } = cluster;
  const states = await operations.states(plan.releases, signal);
  const isSame = (release: PlannedRelease) => isUnchanged(release, states.get(release.uniqname));
  const releases = plan.releases.filter((release) => !isSame(release));
  const render = releaseRenderer({ ...cluster, mode: "server", releases, signal });
  const readLive = liveObjects(cluster.kube, signal);
  const deployed = async (release: PlannedRelease, { revision }: ReleaseState) => {
    const { manifest, hooks } = await operations.record(release, revision, signal);
    return [manifest, ...hooks.map((hook) => hook.manifest)];
  };
  const planned = async (release: PlannedRelease, state: ReleaseState | undefined) => {
    const { manifest, hooks } = await render(release, state);
    return release.disableHooks ? [manifest] : [manifest, hooks];
  };
  const fromLive = async (release: PlannedRelease, recorded: Manifests, wanted: Manifests) => {
    const [old, now] = [objectsOf(recorded, release), objectsOf(wanted, release)];
    const { before, after } = await againstLive(old, now, await readLive(release.context));
    return diffObjects(before, after, options);
  };
  return mapLimited(plan.releases, limit, async (release): Promise<ReleaseDiff> => {
    const state = states.get(release.uniqname);
    const isThere = state !== undefined && state.status !== "uninstalled";
    const { uniqname } = release;
    if (isSame(release)) {
      if (!threeWayMerge || !isThere) return { release: uniqname, status: "unchanged", changes: [] };
      const recorded = await deployed(release, state);
      const changes = await fromLive(release, recorded, recorded);
      return { release: uniqname, status: changes.length > 0 ? "drifted" : "unchanged", changes };
    }
    const [before, after] = await Promise.all([
      isThere ? deployed(release, state) : undefined,
      planned(release, state),
    ]);
    const diff = diffRelease(release, before, after, options);
    if (!threeWayMerge) return diff;
    const changes = await fromLive(release, before ?? [], after);
    return { ...diff, changes, ...(diff.status === "same objects" && changes.length > 0 ? { status: "drifted" } : {}) };
  });
}
