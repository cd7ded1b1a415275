import { basename, dirname, resolve } from "node:path";
import type { ChartConfig, RegistryConfig, RepositoryConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import { suggest } from "../config/suggest.js";
import { chartReference } from "./chart-reference.js";
import { checkGitChart } from "./check-git-chart.js";
import { exists, type FolderNames } from "./folder-names.js";
import type { GitReference } from "./git-reference.js";
import type { SelectedConfig } from "./plan.js";

/** A chart to make ready, and where the file says to get it. Paths of certificates and keys are absolute. */
export interface ChartRequest extends ChartConfig {
  /** Absolute; a chart of this machine (directory or archive), known to exist. Absent for one to pull. */
  readonly path?: string;
  /** Of an `oci://` chart's host, where the file declares it. */
  readonly registry?: RegistryConfig;
  /** Of a `repository/chart`. */
  readonly repository?: RepositoryConfig;
  /** Of a chart in a git repository. */
  readonly git?: GitReference;
}

/** A distinct chart and the place in the file of the first release that has it. */
export interface CheckedChart {
  readonly request: ChartRequest;
  readonly index: number;
}

/** The config reader gives keys in one order; another order would at worst fetch a chart twice. */
export const chartKey = (chart: ChartConfig): string => JSON.stringify(chart);

/** Every distinct chart by `chartKey`: local or to pull. One that can be neither is a finding. */
export async function checkCharts(
  { releases, registries, repositories }: Pick<SelectedConfig, "releases" | "registries" | "repositories">,
  names: FolderNames,
  folder: string,
): Promise<{ charts: ReadonlyMap<string, CheckedChart>; findings: readonly Finding[] }> {
  const charts = new Map<string, CheckedChart>();
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { chart, index } of releases) {
    const key = chartKey(chart);
    if (seen.has(key)) continue;
    seen.add(key);
    const reference = chartReference(chart);
    const path = resolve(folder, chart.name);
    const mayBePath = reference.kind === "path" || reference.kind === "named";
    if (mayBePath && (await exists(path, names))) charts.set(key, { request: { ...chart, path }, index });
    else if (reference.kind === "path") findings.push(await missingPath(chart, path, index, names));
    else if (reference.kind === "named") {
      const repository = repositories.find(({ name }) => name === reference.repository);
      const found = repository && { ...absolutePaths(chart, folder), repository: absolutePaths(repository, folder) };
      if (found) charts.set(key, { request: found, index });
      else findings.push(missingNamed(chart, reference.repository, index, repositories));
    } else if (reference.kind === "git") {
      const git = checkGitChart(chart, index);
      if ("code" in git) findings.push(git);
      else charts.set(key, { request: { ...absolutePaths(chart, folder), git }, index });
    } else {
      const host = reference.kind === "oci" ? reference.host : undefined;
      const registry = registries.find((one) => one.host === host);
      charts.set(key, { request: { ...absolutePaths(chart, folder), ...(registry ? { registry } : {}) }, index });
    }
  }
  return { charts, findings };
}

function absolutePaths<T extends ChartConfig | RepositoryConfig>(source: T, folder: string): T {
  const paths = Object.entries(source).flatMap(([key, path]) =>
    /^(caFile|certFile|keyFile|keyring)$/.test(key) ? [[key, resolve(folder, path as string)]] : [],
  );
  return { ...source, ...Object.fromEntries(paths) };
}

async function missingPath({ name }: ChartConfig, path: string, index: number, names: FolderNames): Promise<Finding> {
  const near = suggest(basename(path), await names(dirname(path)));
  return {
    code: "CHART_NOT_FOUND",
    message: `there is no chart at "${name}"`,
    path: ["releases", index, "chart"],
    hint:
      near === undefined
        ? "paths are relative to the folder of the config file"
        : `did you mean "${name.replace(/[^/]*\/*$/, near)}"?`,
  };
}

function missingNamed(
  { name }: ChartConfig,
  repository: string | undefined,
  index: number,
  repositories: readonly RepositoryConfig[],
): Finding {
  const at = { code: "CHART_NOT_FOUND", path: ["releases", index, "chart"] } as const;
  if (repository === undefined)
    return {
      ...at,
      message: `chart "${name}" is neither a path nor repository/chart`,
      hint: "write oci://…, ./path or repository/chart",
    };
  const declared = repositories.map((one) => one.name);
  const near = suggest(repository, declared);
  const known = declared.length === 0 ? "" : `; it declares ${declared.slice(0, 10).join(", ")}`;
  return {
    ...at,
    message: `chart "${name}": the file declares no repository "${repository}", and there is no such path`,
    hint: near === undefined ? `add "${repository}" to "repositories" with its url${known}` : `did you mean "${near}"?`,
  };
}
