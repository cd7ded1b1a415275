import type { ReleaseConfig } from "../config/config.js";
import type { PlannedDependency } from "./plan.js";

/**
 * What each release depends on: tags expanded to the releases that carry them, never the release itself; absent ones
 * dropped (a required one that is absent is a finding of `readConfig`). Of two conditions the stronger one stays.
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
  const targets = (dependency: ReleaseConfig["dependsOn"][number], of: string): readonly string[] => {
    if (dependency.kind === "tag") return (byTag.get(dependency.tag) ?? []).filter((uniqname) => uniqname !== of);
    return releases.has(dependency.uniqname) ? [dependency.uniqname] : [];
  };
  const resolve = ({ uniqname: of, dependsOn }: ReleaseConfig): readonly PlannedDependency[] => {
    const found = new Map<string, PlannedDependency>();
    for (const dependency of dependsOn)
      for (const uniqname of targets(dependency, of))
        if (found.get(uniqname)?.condition !== "monitored")
          found.set(uniqname, { uniqname, condition: dependency.condition });
    return [...found.values()];
  };
  return new Map([...releases].map(([uniqname, release]) => [uniqname, resolve(release)]));
}
