import { describe, expect, it } from "vitest";
import { type Selection, selectNodes } from "./select-nodes.js";

const graph = new Map([
  ["redis-a", []],
  ["redis-b", []],
  ["memcached-a", ["redis-a"]],
  ["memcached-b", ["redis-b", "base"]],
  ["base", ["root"]],
  ["root", []],
]);
const tags: Record<string, string[]> = {
  "redis-a": ["a", "redis"],
  "redis-b": ["b", "redis"],
  "memcached-a": ["a", "memcached"],
  "memcached-b": ["b", "memcached"],
};

const select = (over: Partial<Selection>) =>
  selectNodes(graph, (node) => [...(tags[node] ?? []), node], {
    tags: [],
    matchAll: false,
    dependencies: true,
    ...over,
  });

describe("selectNodes", () => {
  it.each<[claim: string, over: Partial<Selection>, selected: string[]]>([
    [
      "takes everything in plan order without tags",
      {},
      ["redis-a", "redis-b", "memcached-a", "memcached-b", "base", "root"],
    ],
    [
      "takes nodes with any of the tags",
      { tags: ["a", "b"], dependencies: false },
      ["redis-a", "redis-b", "memcached-a", "memcached-b"],
    ],
    ["takes nodes with all of the tags where asked", { tags: ["b", "redis"], matchAll: true }, ["redis-b"]],
    [
      "pulls in dependencies transitively whatever their tags",
      { tags: ["memcached"] },
      ["memcached-a", "redis-a", "memcached-b", "redis-b", "base", "root"],
    ],
    [
      "pulls in nothing without dependencies",
      { tags: ["memcached"], dependencies: false },
      ["memcached-a", "memcached-b"],
    ],
    ["takes a node's own name as a tag", { tags: ["base"] }, ["base", "root"]],
    ["trims tags and drops empty ones", { tags: [" redis ", ""] }, ["redis-a", "redis-b"]],
    ["finds nothing for a tag that nobody carries", { tags: ["none"] }, []],
    ["knows no part of a tag", { tags: ["red"] }, []],
  ])("%s", (_, over, selected) => {
    expect(select(over)).toEqual(selected);
  });

  it("ends on a cycle, which is another check's finding", () => {
    const cyclic = new Map([
      ["a", ["b"]],
      ["b", ["a"]],
    ]);

    expect(selectNodes(cyclic, () => [], { tags: [], matchAll: false, dependencies: true })).toEqual(["a", "b"]);
  });

  it("visits edges, not paths: 40 layers of 5, each on all of the layer above", () => {
    const layers = Array.from({ length: 40 }, (_, l) => Array.from({ length: 5 }, (_, n) => `${l}.${n}`));
    const edges = new Map(layers.flatMap((layer, l) => layer.map((node) => [node, layers[l + 1] ?? []] as const)));

    expect(selectNodes(edges, () => [], { tags: [], matchAll: false, dependencies: true })).toHaveLength(200);
  });
});
