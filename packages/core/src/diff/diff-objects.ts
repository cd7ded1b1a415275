import { hideSecrets } from "./hide-secrets.js";
import { objectText } from "./object-text.js";
import type { ManifestObject } from "./split-manifest.js";

/** One object that is not the same on both sides, as text to compare; an absent side is empty. */
export interface ObjectChange {
  readonly change: "added" | "removed" | "changed";
  readonly object: Pick<ManifestObject, "group" | "kind" | "namespace" | "name">;
  readonly before: string;
  readonly after: string;
}

export interface DiffOptions {
  /** Whether values of Secrets are shown. */
  readonly showSecrets: boolean;
  /** Kinds that are left out. */
  readonly suppress: readonly string[];
}

/**
 * What differs, in the order of the new objects, removed ones last. Only what the objects say counts: neither the order
 * of keys nor comments.
 */
export function diffObjects(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  { showSecrets, suppress }: DiffOptions,
): readonly ObjectChange[] {
  const old = new Map(before.map((object) => [object.key, object]));
  const now = new Map(after.map((object) => [object.key, object]));
  const pairs = [
    ...[...now.values()].map((object) => [old.get(object.key), object] as const),
    ...[...old.values()].flatMap((object) => (now.has(object.key) ? [] : [[object, undefined] as const])),
  ];
  return pairs.flatMap(([left, right]): ObjectChange[] => {
    const object = (right ?? left)!;
    if (suppress.includes(object.kind)) return [];
    if (left && right && objectText(left.data) === objectText(right.data)) return [];
    const [shownLeft, shownRight] =
      object.kind === "Secret" && !showSecrets ? hideSecrets(left?.data, right?.data) : [left?.data, right?.data];
    const { group, kind, namespace, name } = object;
    return [
      {
        change: !left ? "added" : !right ? "removed" : "changed",
        object: { group, kind, namespace, name },
        before: shownLeft ? objectText(shownLeft) : "",
        after: shownRight ? objectText(shownRight) : "",
      },
    ];
  });
}
