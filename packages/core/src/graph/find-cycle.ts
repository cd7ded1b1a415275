import type { Graph } from "./graph.js";

/**
 * The first cycle as a path that ends where it starts (`[a, b, a]`), or undefined. Linear in nodes and edges, and
 * without recursion: a chain of 10,000 releases must not overflow the stack.
 */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  for (const root of graph.keys()) {
    if (done.has(root)) continue;
    const path: { node: string; next: number }[] = [{ node: root, next: 0 }];
    const onPath = new Set([root]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const child = graph.get(top.node)?.[top.next++];
      if (child === undefined) {
        done.add(top.node);
        onPath.delete(top.node);
        path.pop();
      } else if (onPath.has(child)) {
        const nodes = path.map((step) => step.node);
        return [...nodes.slice(nodes.indexOf(child)), child];
      } else if (!done.has(child)) {
        path.push({ node: child, next: 0 });
        onPath.add(child);
      }
    }
  }
  return undefined;
}
