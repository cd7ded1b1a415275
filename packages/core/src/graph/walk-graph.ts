import type { Graph } from "./graph.js";
import { invertGraph } from "./invert-graph.js";

export interface Walk {
  readonly graph: Graph;
  /** No node is visited any more once it is aborted; visits under way are waited for. */
  readonly signal: AbortSignal;
  /** Called once for each node, the moment its last dependency has settled. Must not reject. */
  visit(node: string): Promise<void>;
}

/**
 * Visits the nodes of an acyclic graph, each as soon as all it depends on has settled: no levels, no polling. Resolves
 * when every visit has settled. Whether a node may go on after what became of its dependencies is the visit's affair.
 */
export function walkGraph({ graph, signal, visit }: Walk): Promise<void> {
  const dependents = invertGraph(graph);
  const waitsFor = new Map(
    [...graph].map(([node, dependencies]) => [node, dependencies.filter((one) => graph.has(one)).length]),
  );
  return new Promise((resolve, reject) => {
    let underWay = 0;
    const start = (nodes: readonly string[]) => {
      for (const node of nodes) {
        if (signal.aborted) break;
        underWay++;
        visit(node).then(() => settled(node), reject);
      }
      if (underWay === 0) resolve();
    };
    const settled = (node: string) => {
      underWay--;
      const ready: string[] = [];
      for (const dependent of dependents.get(node) ?? []) {
        const left = (waitsFor.get(dependent) ?? 0) - 1;
        waitsFor.set(dependent, left);
        if (left === 0) ready.push(dependent);
      }
      start(ready);
    };
    start([...graph.keys()].filter((node) => waitsFor.get(node) === 0));
  });
}
