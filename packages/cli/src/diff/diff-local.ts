import { type DiffOptions, mapLimited, type Plan } from "@helmwatch/core";
import { type Helm, renderRelease } from "@helmwatch/helm";
import { diffRelease, type ReleaseDiff } from "./diff-release.js";

export interface LocalDiff {
  readonly helm: Helm;
  readonly before: Plan;
  readonly after: Plan;
  /** Releases at a time. */
  readonly limit: number;
  readonly options: DiffOptions;
  readonly signal: AbortSignal;
}

/** Two plans, rendered without any cluster. Releases of the older one that are gone come last, as removed. */
export async function diffLocal({
  helm,
  before,
  after,
  limit,
  options,
  signal,
}: LocalDiff): Promise<readonly ReleaseDiff[]> {
  const old = new Map(before.releases.map((release) => [release.uniqname, release]));
  const now = new Set(after.releases.map(({ uniqname }) => uniqname));
  const render = async (release: Plan["releases"][number]) => [
    (await renderRelease(helm, release, "client", signal)).manifest,
  ];
  const kept = mapLimited(after.releases, limit, async (release): Promise<ReleaseDiff> => {
    const earlier = old.get(release.uniqname);
    if (earlier?.digest === release.digest) return { release: release.uniqname, status: "unchanged", changes: [] };
    const [left, right] = await Promise.all([earlier && render(earlier), render(release)]);
    return diffRelease(release, left, right, options);
  });
  const gone = before.releases.filter(({ uniqname }) => !now.has(uniqname));
  const removed = await mapLimited(gone, limit, async (release) =>
    diffRelease(release, await render(release), [], options),
  );
  return [...(await kept), ...removed];
}
