import { findRenames } from "./find-renames.js";
import { hideSecrets } from "./hide-secrets.js";
import { objectText } from "./object-text.js";
import type { ManifestObject } from "./split-manifest.js";

type ObjectName = Pick<ManifestObject, "group" | "kind" | "namespace" | "name">;

/** One object that is not the same on both sides, as text to compare; an absent side is empty. */
export interface ObjectChange {
  readonly change: "added" | "removed" | "changed" | "renamed";
  readonly object: ObjectName;
  /** Of a renamed one. */
  readonly from?: Pick<ManifestObject, "namespace" | "name">;
  readonly before: string;
  readonly after: string;
}

export interface DiffOptions {
  /** Whether values of Secrets are shown. */
  readonly showSecrets: boolean;
  /** Kinds that are left out. */
  readonly suppress: readonly string[];
  /** How much of a removed and an added object may differ for one to be the other's new name, 0 (never) to 1. */
  readonly findRenames: number;
}

/**
 * What differs, in the order of the new objects, removed ones last. Only what the objects say counts: neither the order
 * of keys nor comments.
 */
export function diffObjects(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  { showSecrets, suppress, findRenames: limit }: DiffOptions,
): readonly ObjectChange[] {
  const shown = ({ kind }: ManifestObject) => !suppress.includes(kind);
  const old = new Map(before.filter(shown).map((object) => [object.key, object]));
  const now = new Map(after.filter(shown).map((object) => [object.key, object]));
  const added = [...now.values()].filter(({ key }) => !old.has(key));
  const removed = [...old.values()].filter(({ key }) => !now.has(key));
  const renames = findRenames(removed, added, limit);
  const renamed = new Set(renames.values());
  const pairs = [
    ...[...now.values()].map((object) => [old.get(object.key) ?? renames.get(object.key), object] as const),
    ...removed.flatMap((object) => (renamed.has(object) ? [] : [[object, undefined] as const])),
  ];
  return pairs.flatMap(([left, right]): ObjectChange[] => {
    const object = (right ?? left)!;
    const from = right && renames.get(right.key);
    if (left && right && objectText(left.data) === objectText(right.data)) return [];
    const [shownLeft, shownRight] =
      object.kind === "Secret" && !showSecrets ? hideSecrets(left?.data, right?.data) : [left?.data, right?.data];
    const { group, kind, namespace, name } = object;
    return [
      {
        change: from ? "renamed" : !left ? "added" : !right ? "removed" : "changed",
        object: { group, kind, namespace, name },
        ...(from ? { from: { namespace: from.namespace, name: from.name } } : {}),
        before: shownLeft ? objectText(shownLeft) : "",
        after: shownRight ? objectText(shownRight) : "",
      },
    ];
  });
}
