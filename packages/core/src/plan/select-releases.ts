import type { Config, ReleaseConfig } from "../config/config.js";
import { type ConfigSource, type Finding, toDiagnostics } from "../config/finding.js";
import { findCycle } from "../graph/find-cycle.js";
import { selectNodes } from "../graph/select-nodes.js";
import type { Diagnostic } from "../plugin/index.js";
import { checkTags } from "./check-tags.js";
import type { SelectedConfig, SelectedMonitor, SelectedRelease } from "./plan.js";
import { resolveDependencies } from "./resolve-dependencies.js";
import { runGraph } from "./run-graph.js";
import { matchesLabels, matchesTags, type Selection } from "./selection.js";

export interface SelectionResult {
  /** Absent when a diagnostic is an error. */
  readonly selected?: SelectedConfig;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The part of the config that a run is about: releases by tag, their dependencies resolved, and the monitors
 * that these refer to. Releases stand in helmwave's order: the file's, each followed by the
 * dependencies that it pulls in. Without `dependencies` the order among the selected releases still holds. Pure.
 */
export function selectReleases(config: Config, selection: Selection, source: ConfigSource): SelectionResult {
  const { entries, findings } = chooseEntries(config.releases, selection);
  const dependencies = resolveDependencies(new Map([...entries].map(([name, { release }]) => [name, release])));
  const graph = new Map([...dependencies].map(([name, to]) => [name, to.map(({ uniqname }) => uniqname)]));
  const names = selectNodes(graph, (name) => entries.get(name)?.wanted === true, selection.dependencies);
  const releases: SelectedRelease[] = [];
  for (const name of names) {
    const { release, index, wanted, count } = entries.get(name)!;
    if (!wanted && count > 1) findings.push(ambiguous(release, index, count));
    const dependsOn = (dependencies.get(name) ?? []).filter(({ uniqname }) => names.has(uniqname));
    // New keys first: V8 is slow to add any to a copy.
    releases.push({ index, ...release, dependsOn });
  }
  const monitors = selectMonitors(config, releases);
  const cycle = findCycle(runGraph(releases, monitors));
  if (cycle) findings.push(circle(cycle, entries.get(cycle.find((node) => entries.has(node)) ?? "")?.index ?? 0));
  const diagnostics = [
    ...checkTags(config.releases, selection, releases.length > 0),
    ...toDiagnostics(findings, source),
  ];
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  return { selected: { ...config, releases, monitors, selection }, diagnostics };
}

interface Entry {
  readonly release: ReleaseConfig;
  /** Place in the file's list. */
  readonly index: number;
  readonly wanted: boolean;
  /** How many releases of the file have this uniqname. */
  readonly count: number;
}

/** A uniqname may stand in the file more than once as long as the tags select no more than one of them. */
function chooseEntries(releases: readonly ReleaseConfig[], selection: Selection) {
  const carriesTags = matchesTags(selection);
  const hasLabels = matchesLabels(selection);
  const entries = new Map<string, Entry>();
  const findings: Finding[] = [];
  releases.forEach((release, index) => {
    const wanted = hasLabels(release) && carriesTags(release);
    const before = entries.get(release.uniqname);
    const count = (before?.count ?? 0) + 1;
    if (before?.wanted && wanted)
      findings.push({
        code: "CONFIG_DUPLICATE_NAME",
        message: `release "${release.uniqname}" is selected more than once`,
        path: ["releases", index, "name"],
        hint: "rename one, or give them different tags and select by these",
      });
    if (before === undefined || (wanted && !before.wanted))
      entries.set(release.uniqname, { release, index, wanted, count });
    else entries.set(release.uniqname, { ...before, count });
  });
  return { entries, findings };
}

function ambiguous({ uniqname }: ReleaseConfig, index: number, count: number): Finding {
  return {
    code: "CONFIG_DUPLICATE_NAME",
    message: `release "${uniqname}" is pulled in as a dependency but stands in the file ${count} times`,
    path: ["releases", index, "name"],
    hint: "select the one that is meant by a tag of its own",
  };
}

function circle(cycle: readonly string[], index: number): Finding {
  const shown =
    cycle.length <= 21 ? cycle : [...cycle.slice(0, 10), `(${cycle.length - 20} more)`, ...cycle.slice(-10)];
  return {
    code: "GRAPH_CYCLE",
    message: `releases depend on each other in a circle: ${shown.join(" → ")}`,
    path: ["releases", index, "depends_on"],
    hint: "remove one of these dependencies",
  };
}

/** Monitors of selected releases, and those of no release at all that need none. */
function selectMonitors(config: Config, releases: readonly SelectedRelease[]): SelectedMonitor[] {
  const known = new Set(config.releases.flatMap(({ monitors }) => monitors.map(({ name }) => name)));
  const watched = new Map<string, string[]>();
  for (const { uniqname, monitors } of releases)
    for (const name of new Set(monitors.map((reference) => reference.name))) {
      const of = watched.get(name);
      if (of) of.push(uniqname);
      else watched.set(name, [uniqname]);
    }
  return config.monitors.flatMap((monitor) => {
    const of = watched.get(monitor.name) ?? [];
    const standsAlone = !monitor.needsReleases && !known.has(monitor.name);
    return of.length > 0 || standsAlone ? [{ ...monitor, releases: of }] : [];
  });
}
