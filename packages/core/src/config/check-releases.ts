import { type CheckInput, namesIn, type Suggest } from "./check-input.js";
import type { DependencyConfig, ReleaseConfig } from "./config.js";
import type { Finding } from "./finding.js";
import type { Path } from "./source-map.js";
import { identityProblem, parseUniqname } from "./uniqname.js";

export function checkReleases({ data, releases }: CheckInput, near: Suggest): Finding[] {
  const monitors = namesIn(data.monitors);
  const uniqnames = new Set(releases.map(({ value }) => value.uniqname));
  const tags = new Set(releases.flatMap(({ value }) => value.tags));
  const total = Array.isArray(data.releases) ? data.releases.length : 0;
  const byName = new Map(releases.map(({ value }) => [value.name, value.uniqname]));
  const allRead = total === releases.length;
  /** Names that only faulty releases bear: whether a reference to them is right cannot be told. */
  const faulty = new Set(allRead ? [] : [...namesIn(data.releases)].filter((name) => !byName.has(name)));

  function checkDependency(dependency: DependencyConfig, from: ReleaseConfig, path: Path): Finding[] {
    if (dependency.kind === "tag") {
      if (dependency.tag === "")
        return [{ code: "CONFIG_MISSING_KEY", message: `a dependency needs a key "name" or "tag"`, path }];
      if (dependency.optional || tags.has(dependency.tag) || !allRead) return [];
      const message = `no release carries the tag "${dependency.tag}"`;
      const found = near(dependency.tag, tags);
      return [
        {
          code: "CONFIG_UNKNOWN_REFERENCE",
          severity: "warning",
          message,
          path: [...path, "tag"],
          hint: didYouMean(found),
        },
      ];
    }
    const at = [...path, "name"];
    const identity = parseUniqname(dependency.uniqname);
    const problem = identityProblem(identity);
    if (problem !== undefined) return [{ code: "CONFIG_INVALID", message: problem.message, path: at }];
    if (dependency.optional || uniqnames.has(dependency.uniqname) || faulty.has(identity.name)) return [];
    const message = `release "${from.uniqname}" depends on "${dependency.uniqname}", which is not in the file`;
    const found = byName.get(identity.name) ?? near(dependency.uniqname, uniqnames);
    return [{ code: "CONFIG_UNKNOWN_REFERENCE", message, path: at, hint: didYouMean(found) }];
  }

  return releases.flatMap(({ index, value }) => {
    const path = ["releases", index];
    const findings: Finding[] = [];
    const problem = identityProblem(value);
    if (problem) findings.push({ code: "CONFIG_INVALID", message: problem.message, path: [...path, problem.part] });
    value.monitors.forEach(({ name }, position) => {
      if (monitors.has(name)) return;
      findings.push({
        code: "CONFIG_UNKNOWN_REFERENCE",
        message: `release "${value.uniqname}" refers to monitor "${name}", which is not in the file`,
        path: [...path, "monitors", position, "name"],
        hint: didYouMean(near(name, monitors)),
      });
    });
    value.dependsOn.forEach((dependency, position) => {
      findings.push(...checkDependency(dependency, value, [...path, "depends_on", position]));
    });
    return findings;
  });
}

function didYouMean(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `did you mean "${name}"?`;
}
