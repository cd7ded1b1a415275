import type { Graph } from "./graph.js";

/**
 * The wanted nodes in the graph's order, each followed by what it depends on, transitively and depth first, where
 * `dependencies` asks for it; every node once. Visits each edge once, where helmwave walks every path.
 */
export function selectNodes(
  graph: Graph,
  wanted: (node: string) => boolean,
  dependencies: boolean,
): ReadonlySet<string> {
  const selected = new Set<string>();
  for (const root of graph.keys()) {
    if (!wanted(root)) continue;
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (selected.has(node)) continue;
      selected.add(node);
      if (!dependencies) continue;
      const next = graph.get(node) ?? [];
      for (let i = next.length - 1; i >= 0; i--) stack.push(next[i]!);
    }
  }
  return selected;
}
