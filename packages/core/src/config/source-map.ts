import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { SourceRange } from "../plugin/index.js";
import { valueAt } from "./data-path.js";

export type Path = readonly (string | number)[];

/** A YAML file read into plain data. */
export interface SourceDocument {
  readonly text: string;
  readonly data: unknown;
  /** Numbers and booleans that are not everywhere written as JavaScript writes them; absent where that is not known. */
  readonly respelt?: ReadonlySet<unknown>;
  /** Made when it is first asked for: it takes several times as long as the data. */
  tree(): SourceTree;
}

/** The nodes that say where each value stands. */
export interface SourceTree {
  readonly root: Node | null;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly lines: LineCounter;
}

/** The key of a pair as text: `1: x` has the key "1". Undefined for maps and lists as keys. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function resolved(node: unknown, source: SourceTree): unknown {
  return isAlias(node) ? source.targets.get(node) : node;
}

function findPair(map: YAMLMap, key: string, source: SourceTree, depth = 0): Pair | undefined {
  const own = map.items.find((pair) => keyText(pair.key) === key && !isMergeKey(pair.key));
  if (own !== undefined || depth > 100) return own;
  for (const pair of map.items) {
    if (!isMergeKey(pair.key)) continue;
    const value = resolved(pair.value, source);
    for (const item of isSeq(value) ? value.items : [value]) {
      const merged = resolved(item, source);
      const found = isMap(merged) ? findPair(merged, key, source, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Spot {
  /** How many steps of the path were found. */
  readonly steps: number;
  readonly node: unknown;
  readonly key: unknown;
}

function follow(source: SourceTree, path: Path): Spot {
  let spot: Spot = { steps: 0, node: source.root, key: undefined };
  for (const step of path) {
    const node = resolved(spot.node, source);
    if (isMap(node)) {
      const pair = findPair(node, String(step), source);
      if (pair === undefined) return spot;
      spot = { steps: spot.steps + 1, node: pair.value, key: pair.key };
    } else if (isSeq(node) && typeof step === "number" && step < node.items.length) {
      spot = { steps: spot.steps + 1, node: node.items[step], key: undefined };
    } else return spot;
  }
  return spot;
}

/** How the number or boolean is written that a path leads to, aliases followed. */
export function textAt(source: SourceDocument, path: Path): string | undefined {
  const value = valueAt(source.data, path);
  if (source.respelt?.has(value) === false) return String(value);
  const tree = source.tree();
  const spot = follow(tree, path);
  const node = spot.steps === path.length ? resolved(spot.node, tree) : undefined;
  return isScalar(node) ? node.source : undefined;
}

export function rangeAt(lines: LineCounter, start: number, end: number): SourceRange {
  return { start: lines.linePos(start), end: lines.linePos(Math.max(start, end)) };
}

export const fileStart: SourceRange = { start: { line: 1, col: 1 }, end: { line: 1, col: 1 } };

/**
 * Where the value, or the key, of a path stands. A path that leads nowhere gives the nearest ancestor that exists: its
 * key, or the first key of a list's item.
 */
export function locateIn(source: SourceDocument, path: Path, part: "key" | "value" = "value"): SourceRange {
  const tree = source.tree();
  const spot = follow(tree, path);
  const whole = spot.steps === path.length && part === "value";
  const node = whole ? spot.node : (spot.key ?? firstKey(spot.node, tree) ?? spot.node);
  const range = rangeOf(node) ?? rangeOf(spot.key) ?? rangeOf(spot.node);
  return range === undefined ? fileStart : rangeAt(tree.lines, range[0], range[1]);
}

function firstKey(node: unknown, source: SourceTree): unknown {
  const target = isAlias(node) ? node : resolved(node, source);
  return isMap(target) ? target.items[0]?.key : undefined;
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ?? undefined;
}
