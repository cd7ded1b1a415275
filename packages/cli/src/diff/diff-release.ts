import {
  type DiffOptions,
  diffObjects,
  type ManifestObject,
  type ObjectChange,
  type PlannedRelease,
  splitManifest,
} from "@helmwatch/core";

/** What a plan would change of one release. */
export interface ReleaseDiff {
  readonly release: string;
  /** `drifted`: the plan changes nothing, but the cluster has something else than helm deployed. */
  readonly status: "unchanged" | "new" | "changed" | "same objects" | "drifted";
  readonly changes: readonly ObjectChange[];
}

/** Manifests of one side, hooks among them. */
export type Manifests = readonly string[];

/** `before`: undefined where there is no such release yet. */
export function diffRelease(
  release: Pick<PlannedRelease, "uniqname" | "namespace">,
  before: Manifests | undefined,
  after: Manifests,
  options: DiffOptions,
): ReleaseDiff {
  const changes = diffObjects(objectsOf(before ?? [], release), objectsOf(after, release), options);
  const status = before === undefined ? "new" : changes.length > 0 ? "changed" : "same objects";
  return { release: release.uniqname, status, changes };
}

export function objectsOf(manifests: Manifests, { namespace }: Pick<PlannedRelease, "namespace">): ManifestObject[] {
  return manifests.flatMap((text) => splitManifest(text, namespace));
}
