import { describe, expect, it } from "vitest";
import { findCycle } from "./find-cycle.js";

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe("findCycle", () => {
  it.each<[claim: string, edges: Record<string, string[]>, cycle: string[] | undefined]>([
    ["finds none in an empty graph", {}, undefined],
    ["finds none in a diamond", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, undefined],
    ["names a node that depends on itself", { a: ["a"] }, ["a", "a"]],
    [
      "gives the path and leaves out what only leads to it",
      { x: ["a"], a: ["b"], b: ["c"], c: ["a"] },
      ["a", "b", "c", "a"],
    ],
    ["finds a cycle behind a node already done", { d: [], a: ["d", "b"], b: ["a"] }, ["a", "b", "a"]],
  ])("%s", (_, edges, cycle) => {
    expect(findCycle(graph(edges))).toEqual(cycle);
  });

  it("walks edges, not paths: 40 layers of 5, each on all of the layer above", () => {
    const layers = Array.from({ length: 40 }, (_, l) => Array.from({ length: 5 }, (_, n) => `${l}.${n}`));
    const edges = new Map(layers.flatMap((layer, l) => layer.map((node) => [node, layers[l + 1] ?? []] as const)));

    expect(findCycle(edges)).toBeUndefined();
  });

  it("does not overflow the stack on a chain of 100,000 nodes that closes", () => {
    const size = 100_000;
    const edges = new Map(Array.from({ length: size }, (_, i) => [`${i}`, [`${(i + 1) % size}`]] as const));

    expect(findCycle(edges)).toHaveLength(size + 1);
  });
});
