import { expect, it } from "vitest";
import { orderNodes } from "./order-nodes.js";

it.each<[claim: string, edges: Record<string, string[]>, order: string]>([
  ["keeps the order of what is independent", { b: [], a: [], c: [] }, "b a c"],
  ["puts dependencies first", { d: ["b", "c"], b: ["a"], c: ["a"], a: [] }, "a b c d"],
  ["leaves out what is no node", { a: ["gone"] }, "a"],
])("%s", (_, edges, order) => expect(orderNodes(new Map(Object.entries(edges))).join(" ")).toBe(order));

it("orders 60 layers of 5, each on all of the layer above, visiting edges and not paths", () => {
  const names = (layer: number) => Array.from({ length: 5 }, (_, i) => `${layer}.${i}`);
  const edges = Array.from({ length: 60 }, (_, layer) =>
    names(layer).map((n) => [n, layer ? names(layer - 1) : []] as const),
  );
  expect(orderNodes(new Map(edges.flat().reverse()))).toHaveLength(300);
});
