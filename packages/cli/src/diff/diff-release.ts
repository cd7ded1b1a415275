import { type DiffOptions, diffObjects, type ObjectChange, type PlannedRelease, splitManifest } from "@helmwatch/core";

/** What a plan would change of one release. */
export interface ReleaseDiff {
  readonly release: string;
  readonly status: "unchanged" | "new" | "changed" | "same objects";
  readonly changes: readonly ObjectChange[];
}

/** Manifests of one side, hooks among them. */
export type Manifests = readonly string[];

/** `before`: undefined where there is no such release yet. */
export function diffRelease(
  { uniqname, namespace }: Pick<PlannedRelease, "uniqname" | "namespace">,
  before: Manifests | undefined,
  after: Manifests,
  options: DiffOptions,
): ReleaseDiff {
  const objects = (manifests: Manifests) => manifests.flatMap((text) => splitManifest(text, namespace));
  const changes = diffObjects(objects(before ?? []), objects(after), options);
  const status = before === undefined ? "new" : changes.length > 0 ? "changed" : "same objects";
  return { release: uniqname, status, changes };
}
