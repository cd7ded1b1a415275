import { HelmwatchError } from "@helmwatch/core/plugin";
import type { ChartSource, Repository } from "./chart-source.js";
import { hasOwnAccess, ownRepository } from "./own-repository.js";

/** Where a chart is pulled from. */
export type ChartPlace =
  | { readonly kind: "oci"; readonly reference: string; readonly host: string }
  | { readonly kind: "repository"; readonly repository: Repository; readonly chart: string }
  | { readonly kind: "url"; readonly url: string };

/** Throws CHART_NOT_FOUND for a name that says no place, CHART_INVALID for credentials that helm could not be given. */
export function chartPlace(chart: ChartSource): ChartPlace {
  const { name, repoUrl, repository } = chart;
  const reference = repoUrl?.startsWith("oci://") ? `${repoUrl.replace(/\/+$/, "")}/${name}` : name;
  if (reference.startsWith("oci://")) return { kind: "oci", reference, host: hostOf(reference) };
  if (repoUrl) return { kind: "repository", chart: name, repository: ownRepository({ url: repoUrl }, chart) };
  if (/^https?:\/\//.test(name)) return { kind: "url", url: withoutCredentials(chart) };
  if (!repository)
    throw new HelmwatchError("CHART_NOT_FOUND", `chart "${name}" is not at a place to pull from`, {
      hint: "Expected oci://host/path, repo/chart with the repository declared, or a path that exists.",
    });
  const bare = name.slice(name.indexOf("/") + 1);
  return {
    kind: "repository",
    chart: bare,
    repository: hasOwnAccess(chart) ? ownRepository(repository, chart) : repository,
  };
}

/** `host:port` of `oci://host:port/path`. */
export function hostOf(reference: string): string {
  return reference.slice("oci://".length).split("/")[0] ?? "";
}

function withoutCredentials({ name, username }: ChartSource): string {
  if (username !== undefined || /^https?:\/\/[^/]*@/.test(name))
    throw new HelmwatchError("CHART_INVALID", "a chart given by the URL of its archive cannot have credentials", {
      hint: "Set repo_url to the repository's address and name to the chart's, with username and password beside them.",
    });
  return name;
}
