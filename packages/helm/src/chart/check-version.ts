import { HelmwatchError } from "@helmwatch/core/plugin";
import * as semver from "semver";
import type { ChartSource } from "./chart-source.js";

/** Whether a version is of a range as charts write them: conditions are separated by commas or blanks. */
export function meetsRange(version: string, range: string): boolean {
  if (version === range || range === "") return true;
  return semver.satisfies(version, range.replaceAll(",", " "), { loose: true });
}

/** Where what is fetched is named otherwise (commit, digest, URL), helm does not look at the version. Throws CHART_INVALID. */
export function checkVersion({ name, version: wanted, git }: ChartSource, version: string): void {
  const isNamedOtherwise = git !== undefined || /@sha256:|^https?:/.test(name);
  if (wanted === undefined || !isNamedOtherwise || meetsRange(version, wanted)) return;
  throw new HelmwatchError("CHART_INVALID", `chart "${name}" has version ${version}, expected "${wanted}"`, {
    hint: "Change version, or what the chart is named by.",
  });
}
