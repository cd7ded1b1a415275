import type { DependencyConfig, ReleaseConfig } from "../config/config.js";
import type { PlannedDependency } from "./plan.js";

/**
 * What each release depends on: tags expanded to the releases that carry them, never the release itself; absent ones
 * dropped (a required one that is absent is a finding of `readConfig`). Of several the strongest counts.
 */
export function resolveDependencies(
  releases: ReadonlyMap<string, ReleaseConfig>,
): ReadonlyMap<string, readonly PlannedDependency[]> {
  const byTag = new Map<string, string[]>();
  for (const { uniqname, tags } of releases.values())
    for (const tag of new Set([...tags, uniqname])) {
      const carriers = byTag.get(tag);
      if (carriers) carriers.push(uniqname);
      else byTag.set(tag, [uniqname]);
    }
  const targets = (dependency: DependencyConfig, of: string): readonly string[] => {
    if (dependency.kind === "tag") return (byTag.get(dependency.tag) ?? []).filter((uniqname) => uniqname !== of);
    return releases.has(dependency.uniqname) ? [dependency.uniqname] : [];
  };
  const resolve = ({ uniqname: of, dependsOn }: ReleaseConfig): readonly PlannedDependency[] => {
    const found = new Map<string, PlannedDependency>();
    for (const dependency of dependsOn)
      for (const uniqname of targets(dependency, of))
        found.set(uniqname, strongest(uniqname, dependency, found.get(uniqname)));
    return [...found.values()];
  };
  return new Map([...releases].map(([uniqname, release]) => [uniqname, resolve(release)]));
}

function strongest(uniqname: string, { condition, optional }: DependencyConfig, before?: PlannedDependency) {
  return {
    uniqname,
    condition: before?.condition === "monitored" ? "monitored" : condition,
    ...(optional && (before === undefined || before.optional) ? { optional: true as const } : {}),
  };
}
