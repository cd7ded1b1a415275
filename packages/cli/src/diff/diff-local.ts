import { type DiffOptions, mapLimited, type Plan, type PlannedRelease } from "@helmwatch/core";
import { releaseRenderer } from "@helmwatch/helm";
import type { Cluster } from "../run/open-cluster.js";
import { diffRelease, type ReleaseDiff } from "./diff-release.js";

export interface LocalDiff {
  readonly cluster: Pick<Cluster, "helm" | "openEngine">;
  readonly before: Plan;
  readonly after: Plan;
  /** Releases at a time. */
  readonly limit: number;
  readonly options: DiffOptions;
  readonly signal: AbortSignal;
}

/** Two plans, rendered without any cluster. Releases of the older one that are gone come last, as removed. */
export async function diffLocal({
  cluster,
  before,
  after,
  limit,
  options,
  signal,
}: LocalDiff): Promise<readonly ReleaseDiff[]> {
  const old = new Map(before.releases.map((release) => [release.uniqname, release]));
  const now = new Set(after.releases.map(({ uniqname }) => uniqname));
  const isSame = (release: PlannedRelease) => old.get(release.uniqname)?.digest === release.digest;
  const gone = before.releases.filter(({ uniqname }) => !now.has(uniqname));
  const changed = after.releases.filter((release) => !isSame(release));
  const earlier = changed.flatMap(({ uniqname }) => old.get(uniqname) ?? []);
  const renderOne = releaseRenderer({
    ...cluster,
    mode: "client",
    releases: [...earlier, ...changed, ...gone],
    signal,
  });
  const render = async (release: PlannedRelease) => [(await renderOne(release)).manifest];
  return mapLimited([...after.releases, ...gone], limit, async (release): Promise<ReleaseDiff> => {
    if (!now.has(release.uniqname)) return diffRelease(release, await render(release), [], options);
    if (isSame(release)) return { release: release.uniqname, status: "unchanged", changes: [] };
    const before = old.get(release.uniqname);
    const [left, right] = await Promise.all([before && render(before), render(release)]);
    return diffRelease(release, left, right, options);
  });
}
