import type { Graph } from "./graph.js";

/** The nodes of an acyclic graph, each after all it depends on; otherwise in the graph's order. Without recursion. */
export function orderNodes(graph: Graph): readonly string[] {
  const ordered = new Set<string>();
  for (const root of graph.keys()) {
    const stack = [root];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const missing = ordered.has(node)
        ? []
        : (graph.get(node) ?? []).filter((to) => graph.has(to) && !ordered.has(to));
      if (missing.length > 0) stack.push(...missing.reverse());
      else {
        ordered.add(node);
        stack.pop();
      }
    }
  }
  return [...ordered];
}
