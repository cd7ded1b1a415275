import { describe, expect, it } from "vitest";
import type { Graph } from "./graph.js";
import { walkGraph } from "./walk-graph.js";

const never = new AbortController().signal;
const diamond: Graph = new Map([
  ["a", []],
  ["b", ["a"]],
  ["c", ["a"]],
  ["d", ["b", "c"]],
]);

/** Visits that settle by hand: `log` tells starts (`a`) and ends (`a.`). */
function byHand(graph: Graph, signal = never) {
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const done = walkGraph({
    graph,
    signal,
    visit: (node) => {
      log.push(node);
      return new Promise((resolve) =>
        ends.set(node, () => {
          log.push(`${node}.`);
          resolve();
        }),
      );
    },
  });
  const end = async (node: string) => {
    ends.get(node)?.();
    await new Promise(setImmediate);
  };
  return { log, end, done };
}

describe("a walk", () => {
  it("starts a node the moment its last dependency settles, whatever others of its layer do", async () => {
    const graph: Graph = new Map([...diamond, ["slow", []], ["e", ["slow"]]]);
    const walk = byHand(graph);
    for (const node of ["a", "c", "b", "d", "slow", "e"]) await walk.end(node);
    await walk.done;

    expect(walk.log.join(" ")).toBe("a slow a. b c c. b. d d. slow. e e.");
  });

  it("starts nothing after an abort and waits for what is under way", async () => {
    const stop = new AbortController();
    const walk = byHand(diamond, stop.signal);
    let over = false;
    walk.done.then(() => (over = true));
    await walk.end("a");
    stop.abort();
    await walk.end("b");
    expect(over).toBe(false);
    await walk.end("c");
    await walk.done;

    expect(walk.log.join(" ")).toBe("a a. b c b. c.");
  });

  it.each<[string, Graph]>([
    ["an empty graph", new Map()],
    ["a dependency that is no node", new Map([["a", ["gone"]]])],
  ])("ends with %s", async (_, graph) => {
    const seen: string[] = [];
    await walkGraph({ graph, signal: never, visit: async (node) => void seen.push(node) });

    expect(seen).toEqual([...graph.keys()]);
  });

  it("walks a chain of 10,000 without a deep stack", async () => {
    const graph: Graph = new Map(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, i ? [`n${i - 1}`] : []]));
    let count = 0;
    await walkGraph({ graph, signal: never, visit: async () => void count++ });

    expect(count).toBe(10_000);
  });
});
