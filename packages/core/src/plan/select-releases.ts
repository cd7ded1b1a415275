import type { Config, ReleaseConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import { findCycle } from "../graph/find-cycle.js";
import type { Graph } from "../graph/graph.js";
import { type Selection, selectNodes } from "../graph/select-nodes.js";
import type { PlannedDependency, SelectedMonitor, SelectedRelease } from "./plan.js";
import { runGraph } from "./run-graph.js";

export interface SelectionResult {
  /** helmwave's order: the file's, each release followed by the dependencies it pulls in. */
  readonly releases: readonly SelectedRelease[];
  readonly monitors: readonly SelectedMonitor[];
  readonly findings: readonly Finding[];
}

/**
 * The part of the config that a run is about: releases by tag (helmwave's rules; the uniqname is a tag, too), their
 * dependencies resolved, and the monitors that they refer to. A cycle is a finding, printed as a path.
 */
export function selectReleases(config: Config, selection: Selection): SelectionResult {
  const findings: Finding[] = [];
  const tagged = config.releases.map((release, index) => ({
    release,
    index,
    tags: [...release.tags, release.uniqname],
  }));
  const byName = new Map<string, (typeof tagged)[number]>();
  const wanted = wantsTags(selection);
  for (const entry of tagged) {
    const before = byName.get(entry.release.uniqname);
    if (!before || (!wanted(before.tags) && wanted(entry.tags))) byName.set(entry.release.uniqname, entry);
    else if (wanted(before.tags) && wanted(entry.tags))
      findings.push({
        code: "CONFIG_DUPLICATE_NAME",
        message: `release "${entry.release.uniqname}" is selected more than once`,
        path: ["releases", entry.index, "name"],
        hint: "rename one, or give them tags and select one of them",
      });
  }
  const entries = [...byName.values()];
  const resolve = resolver(entries);
  const edges = new Map(entries.map(({ release }) => [release.uniqname, resolve(release)]));
  const graph: Graph = new Map([...edges].map(([name, to]) => [name, to.map(({ uniqname }) => uniqname)]));
  const names = selectNodes(graph, (name) => byName.get(name)?.tags ?? [], selection);
  const selected = new Set(names);
  const releases = names.map(
    (name): SelectedRelease => ({
      ...byName.get(name)!.release,
      dependsOn: (edges.get(name) ?? []).filter(({ uniqname }) => selected.has(uniqname)),
    }),
  );
  const monitors = selectMonitors(config, releases);
  const cycle = findCycle(runGraph(releases, monitors));
  if (cycle) {
    const first = byName.get(cycle.find((node) => byName.has(node)) ?? "");
    findings.push({
      code: "GRAPH_CYCLE",
      message: `releases depend on each other in a circle: ${cycle.join(" → ")}`,
      path: ["releases", first?.index ?? 0, "depends_on"],
      hint: "remove one of these dependencies",
    });
  }
  return { releases, monitors, findings };
}

function selectMonitors(config: Config, releases: readonly SelectedRelease[]): SelectedMonitor[] {
  const watched = new Map<string, string[]>();
  for (const { uniqname, monitors } of releases)
    for (const name of new Set(monitors.map((reference) => reference.name))) {
      const of = watched.get(name);
      if (of) of.push(uniqname);
      else watched.set(name, [uniqname]);
    }
  return config.monitors.flatMap((monitor) => {
    const of = watched.get(monitor.name) ?? [];
    return of.length > 0 || !monitor.needsReleases ? [{ ...monitor, releases: of }] : [];
  });
}

function wantsTags({ tags, matchAll }: Selection): (own: readonly string[]) => boolean {
  const wanted = tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
  return (own) =>
    wanted.length === 0 || (matchAll ? wanted.every((t) => own.includes(t)) : wanted.some((t) => own.includes(t)));
}

/** Names and tags → releases of the file. A tag means every other release that carries it, never the release itself. */
function resolver(entries: readonly { readonly release: ReleaseConfig; readonly tags: readonly string[] }[]) {
  const known = new Set(entries.map(({ release }) => release.uniqname));
  const byTag = new Map<string, string[]>();
  for (const { release, tags } of entries)
    for (const tag of new Set(tags)) {
      const list = byTag.get(tag);
      if (list) list.push(release.uniqname);
      else byTag.set(tag, [release.uniqname]);
    }
  return (release: ReleaseConfig): PlannedDependency[] => {
    const found = new Map<string, PlannedDependency>();
    for (const dependency of release.dependsOn) {
      const targets =
        dependency.kind === "tag"
          ? (byTag.get(dependency.tag) ?? []).filter((uniqname) => uniqname !== release.uniqname)
          : known.has(dependency.uniqname)
            ? [dependency.uniqname]
            : [];
      for (const uniqname of targets)
        if (found.get(uniqname)?.condition !== "monitored")
          found.set(uniqname, { uniqname, condition: dependency.condition });
    }
    return [...found.values()];
  };
}
