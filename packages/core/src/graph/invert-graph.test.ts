import { expect, it } from "vitest";
import { invertGraph } from "./invert-graph.js";

it("lists what depends on a node, in the graph's order, also for a dependency that is no node", () => {
  const graph = new Map([
    ["b", ["a"]],
    ["a", ["gone"]],
    ["c", ["a", "b"]],
  ]);
  expect([...invertGraph(graph)]).toEqual([
    ["a", ["b", "c"]],
    ["gone", ["a"]],
    ["b", ["c"]],
  ]);
});
