import type { Graph } from "./graph.js";

export interface Selection {
  /** Empty: every node is selected. */
  readonly tags: readonly string[];
  /** Whether a node must carry all the tags rather than any one. */
  readonly matchAll: boolean;
  /** Whether what the selected nodes depend on is pulled in, transitively and whatever its tags. */
  readonly dependencies: boolean;
}

/**
 * helmwave's selection: nodes by tag, in file order, each followed by the dependencies that it pulls in (depth first),
 * every node once. Visits each edge once, where helmwave walks every path.
 */
export function selectNodes(
  graph: Graph,
  tagsOf: (node: string) => readonly string[],
  { tags, matchAll, dependencies }: Selection,
): readonly string[] {
  const wanted = tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
  const matches = (node: string) => {
    const own = tagsOf(node);
    return (
      wanted.length === 0 || (matchAll ? wanted.every((t) => own.includes(t)) : wanted.some((t) => own.includes(t)))
    );
  };
  const selected = new Set<string>();
  for (const root of graph.keys()) {
    if (!matches(root)) continue;
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (selected.has(node)) continue;
      selected.add(node);
      if (dependencies) stack.push(...[...(graph.get(node) ?? [])].reverse());
    }
  }
  return [...selected];
}
