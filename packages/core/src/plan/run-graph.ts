import type { Graph } from "../graph/graph.js";
import type { SelectedMonitor, SelectedRelease } from "./plan.js";

/** Node of a monitor in the run's graph: a space cannot stand in a uniqname. */
export const monitorNode = (name: string): string => `monitor ${name}`;

type GraphRelease = Pick<SelectedRelease, "uniqname" | "dependsOn" | "monitors">;
type GraphMonitor = Pick<SelectedMonitor, "name" | "needsReleases" | "releases">;

/**
 * Releases and monitors in one graph: a monitor waits for its releases, and a release that wants a dependency
 * `monitored` waits for that one's monitors as well. So a circle through a monitor is a circle like any other.
 */
export function runGraph(releases: readonly GraphRelease[], monitors: readonly GraphMonitor[]): Graph {
  const byName = new Map(releases.map((release) => [release.uniqname, release]));
  const graph = new Map<string, readonly string[]>();
  for (const { uniqname, dependsOn } of releases) {
    const nodes = new Set<string>();
    for (const dependency of dependsOn) {
      nodes.add(dependency.uniqname);
      if (dependency.condition === "monitored")
        for (const { name } of byName.get(dependency.uniqname)?.monitors ?? []) nodes.add(monitorNode(name));
    }
    graph.set(uniqname, [...nodes]);
  }
  for (const { name, needsReleases, releases: of } of monitors) graph.set(monitorNode(name), needsReleases ? of : []);
  return graph;
}
