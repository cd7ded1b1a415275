import { isDataMap } from "../config/data-path.js";
import type { Path, SourceDocument } from "../config/source-map.js";
import { assign } from "../config/to-data.js";

/** A value with the place it was written at. */
export interface Part {
  readonly value: unknown;
  readonly file: { readonly file: string; readonly document: SourceDocument };
  readonly path: Path;
}

/**
 * Where the values of maps and lists come from that no file holds as they are. What is in others stands where they do.
 */
export type Origins = WeakMap<object, ReadonlyMap<string | number, Part>>;

export function childOf(part: Part, key: string | number, origins: Origins): Part | undefined {
  const { value, file, path } = part;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  const known = origins.get(value);
  if (known) return known.get(key);
  return { value: (value as Record<string | number, unknown>)[key], file, path: [...path, key] };
}

/** The values of a map that say something: a key without a value counts as absent. */
export function entriesOf(part: Part, origins: Origins): [string, Part][] {
  return Object.keys(part.value as object).flatMap((key): [string, Part][] => {
    const child = childOf(part, key, origins);
    return child === undefined || child.value === null || child.value === undefined ? [] : [[key, child]];
  });
}

export function itemsOf(part: Part | undefined, origins: Origins): Part[] {
  if (!part || !Array.isArray(part.value)) return [];
  return part.value.flatMap((_, index) => childOf(part, index, origins) ?? []);
}

/** A new map of these values; `at` says where it stands itself. */
export function mapOf(entries: Iterable<readonly [string, Part]>, at: Part, origins: Origins): Part {
  const value: Record<string, unknown> = {};
  const children = new Map(entries);
  for (const [key, child] of children) assign(value, key, child.value);
  origins.set(value, children);
  return { ...at, value };
}

export function listOf(items: readonly Part[], at: Part, origins: Origins): Part {
  const value = items.map((item) => item.value);
  origins.set(value, new Map(items.entries()));
  return { ...at, value };
}

/** Two layers of one value: maps are joined key by key, lists one after the other, else the upper one counts. */
export function merge(lower: Part | undefined, upper: Part | undefined, origins: Origins): Part | undefined {
  if (!lower || !upper) return upper ?? lower;
  if (Array.isArray(lower.value) && Array.isArray(upper.value)) {
    const items = [...itemsOf(lower, origins), ...itemsOf(upper, origins)];
    return listOf(withoutRepeats(items), upper, origins);
  }
  if (!isDataMap(lower.value) || !isDataMap(upper.value)) return upper;
  const entries = new Map(entriesOf(lower, origins));
  for (const [key, child] of entriesOf(upper, origins))
    entries.set(key, merge(entries.get(key), child, origins) ?? child);
  return mapOf(entries, upper, origins);
}

/** A tag or a values file that both layers name counts once, in its last place. */
function withoutRepeats(items: readonly Part[]): Part[] {
  const last = new Map(items.map((item, index) => [item.value, index]));
  return items.filter((item, index) => typeof item.value !== "string" || last.get(item.value) === index);
}
