import type { Graph } from "./graph.js";

/** Node → the nodes that depend on it, in the graph's order; absent for one that nothing depends on. */
export function invertGraph(graph: Graph): Graph {
  const dependents = new Map<string, string[]>();
  for (const [node, dependencies] of graph)
    for (const dependency of dependencies) {
      const list = dependents.get(dependency);
      if (list) list.push(node);
      else dependents.set(dependency, [node]);
    }
  return dependents;
}
