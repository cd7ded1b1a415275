import { objectText } from "./object-text.js";
import type { ManifestObject } from "./split-manifest.js";

/**
 * Which removed object an added one of the same kind may be under a new name: key of the added one → removed one. Of all
 * that differ by less than `limit` the most alike is taken; each object once.
 *
 * How much two objects differ is helm-diff's measure: lines removed and added, of all lines of their diff.
 * Source: https://github.com/databus23/helm-diff (`--find-renames`)
 */
export function findRenames(
  removed: readonly ManifestObject[],
  added: readonly ManifestObject[],
  limit: number,
): ReadonlyMap<string, ManifestObject> {
  const renames = new Map<string, ManifestObject>();
  if (limit <= 0) return renames;
  const lines = new Map([...removed, ...added].map((object) => [object.key, objectText(object.data).split("\n")]));
  for (const old of removed) {
    const candidates = added
      .filter(({ kind, group, key }) => kind === old.kind && group === old.group && !renames.has(key))
      .map((object) => ({ object, difference: difference(lines.get(old.key) ?? [], lines.get(object.key) ?? []) }))
      .filter((candidate) => candidate.difference < limit)
      .sort((a, b) => a.difference - b.difference);
    if (candidates[0]) renames.set(candidates[0].object.key, old);
  }
  return renames;
}

/** Lines count wherever they stand: the keys of objects are in order already. */
function difference(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  let same = 0;
  for (const line of after) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    same++;
  }
  const all = before.length + after.length - same;
  return (all - same) / all;
}
