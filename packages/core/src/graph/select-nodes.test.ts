import { describe, expect, it } from "vitest";
import { selectNodes } from "./select-nodes.js";

const layers = (count: number, width: number) => {
  const names = Array.from({ length: count }, (_, l) => Array.from({ length: width }, (_, n) => `${l}.${n}`));
  return new Map(names.flatMap((layer, l) => layer.map((node) => [node, names[l + 1] ?? []] as const)));
};

describe("selectNodes", () => {
  it("puts dependencies right after the node that pulls them in, depth first, once", () => {
    const graph = new Map([
      ["web", ["api", "cache"]],
      ["api", ["db"]],
      ["other", []],
      ["cache", ["db"]],
      ["db", []],
    ]);

    expect([...selectNodes(graph, (node) => node === "web", true)]).toEqual(["web", "api", "db", "cache"]);
    expect([...selectNodes(graph, (node) => node === "web", false)]).toEqual(["web"]);
  });

  it("ends on a cycle, which is another check's finding", () => {
    const cyclic = new Map([
      ["a", ["b"]],
      ["b", ["a"]],
    ]);

    expect([...selectNodes(cyclic, () => true, true)]).toEqual(["a", "b"]);
  });

  it("visits edges, not paths: 40 layers of 5, each on all of the layer below", () => {
    expect(selectNodes(layers(40, 5), (node) => node === "0.0", true).size).toBe(196);
  });

  it("takes a node with 200,000 dependencies", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => `d${i}`);

    expect(selectNodes(new Map([["a", many]]), () => true, true).size).toBe(200_001);
  });
});
