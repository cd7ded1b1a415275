import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { ErrorCode } from "../plugin/index.js";
import { isMergeKey, keyText } from "./source-map.js";
import { suggest } from "./suggest.js";

/** Values that aliases may add to those written out; ten levels of ten aliases each would add ten billion. */
const maxAliasValues = 5_000_000;
const maxDepth = 200;

type Report = (code: ErrorCode, message: string, at: unknown, hint?: string) => void;

export interface Converted {
  readonly data: unknown;
  readonly targets: ReadonlyMap<Alias, Node>;
}

/**
 * Plain data of a YAML tree. Aliased values are shared, never copied, so the work is linear in the file; what a
 * consumer would visit is counted and bounded. Later duplicates of a key are reported and dropped.
 */
export function toData(root: Node | null, report: Report): Converted {
  const anchors = new Map<string, Node>();
  const done = new Map<Node, { value: unknown; size: number; height: number }>();
  const targets = new Map<Alias, Node>();
  let size = 0;
  let aliased = 0;
  let stopped = false;

  function stop(code: ErrorCode, message: string, at: unknown): undefined {
    if (!stopped) report(code, message, at);
    stopped = true;
    return undefined;
  }

  /** Sets `height` to the height of what it returns. */
  let height = 0;
  function convert(node: unknown, depth: number): unknown {
    height = 0;
    if (stopped) return undefined;
    if (isAlias(node)) return fromAlias(node, depth);
    size++;
    const anchor = (node as (Node & { anchor?: string }) | null)?.anchor;
    if (anchor !== undefined) anchors.set(anchor, node as Node);
    if (isScalar(node)) {
      if (anchor !== undefined) done.set(node, { value: node.value, size: 1, height: 0 });
      return node.value;
    }
    if (!isMap(node) && !isSeq(node)) return null;
    if (depth > maxDepth) return stop("CONFIG_SYNTAX", `nested more than ${maxDepth} levels deep`, node);
    const before = size;
    const value = isMap(node) ? fromMap(node, depth) : fromItems(node.items, depth);
    height++;
    if (anchor !== undefined) done.set(node, { value, size: size - before + 1, height });
    return value;
  }

  function fromItems(items: readonly unknown[], depth: number): unknown[] {
    let tallest = 0;
    const values = items.map((item) => {
      const value = convert(item, depth + 1);
      tallest = Math.max(tallest, height);
      return value;
    });
    height = tallest;
    return values;
  }

  function fromAlias(alias: Alias, depth: number): unknown {
    const target = anchors.get(alias.source);
    if (target === undefined) {
      const near = suggest(alias.source, anchors.keys());
      const hint = near === undefined ? undefined : `did you mean *${near}?`;
      report("CONFIG_ALIAS", `alias *${alias.source} has no anchor &${alias.source} before it`, alias, hint);
      return null;
    }
    targets.set(alias, target);
    const known = done.get(target);
    if (known === undefined) return stop("CONFIG_ALIAS", `alias *${alias.source} contains itself`, alias);
    size += known.size;
    aliased += known.size;
    if (aliased > maxAliasValues)
      return stop("CONFIG_ALIAS", `aliases expand to more than ${maxAliasValues} values`, alias);
    if (depth + known.height > maxDepth)
      return stop("CONFIG_ALIAS", `aliases nest more than ${maxDepth} levels deep`, alias);
    height = known.height;
    return known.value;
  }

  function fromMap(map: YAMLMap, depth: number): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    const seen = new Set<string>();
    const merged: unknown[] = [];
    let tallest = 0;
    for (const pair of map.items) {
      const key = keyText(pair.key);
      if (key === undefined) {
        report("CONFIG_SYNTAX", "a key must be plain text", pair.key ?? map);
        continue;
      }
      const value = convert(pair.value, depth + 1);
      tallest = Math.max(tallest, height);
      const merge = isMergeKey(pair.key);
      if (seen.has(key)) report("CONFIG_DUPLICATE_KEY", `key ${JSON.stringify(key)} stands twice in one map`, pair.key);
      else if (merge) merged.push(...mergeSources(value, pair.value));
      else assign(data, key, value);
      seen.add(key);
    }
    for (const source of merged)
      for (const [key, value] of Object.entries(source as object))
        if (!Object.hasOwn(data, key)) assign(data, key, value);
    height = tallest;
    return data;
  }

  function mergeSources(value: unknown, at: unknown): unknown[] {
    const sources = Array.isArray(value) ? value : [value];
    if (sources.every((source) => typeof source === "object" && source !== null && !Array.isArray(source)))
      return sources;
    if (!stopped) report("CONFIG_SYNTAX", "<< takes a map, or a list of maps", at);
    return [];
  }

  return { data: convert(root, 0), targets };
}

/** Sets a key, `__proto__` too, as an own property. */
export function assign(data: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
  else data[key] = value;
}
