import { basename, dirname, resolve } from "node:path";
import type { ChartConfig, RegistryConfig, RepositoryConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import { suggest } from "../config/suggest.js";
import { type ChartLock, findLocked, type LockedChart, type LockReference, lockFileName } from "../lock/chart-lock.js";
import { lockReference } from "../lock/lock-reference.js";
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
  /** How the lock names it; absent for a chart of this machine. */
  readonly reference?: LockReference;
  /** What it must be, which `request` asks for. */
  readonly locked?: LockedChart;
}

/** The config reader gives keys in one order; another order would at worst fetch a chart twice. */
export const chartKey = (chart: ChartConfig): string => JSON.stringify(chart);

type Declared = Pick<SelectedConfig, "registries" | "repositories">;

/** Every distinct chart by `chartKey`: local or to pull. One that can be neither, or that a lock lacks, is a finding. */
export async function checkCharts(
  { releases, ...declared }: Declared & Pick<SelectedConfig, "releases">,
  names: FolderNames,
  folder: string,
  lock?: ChartLock,
): Promise<{ charts: ReadonlyMap<string, CheckedChart>; findings: readonly Finding[] }> {
  const charts = new Map<string, CheckedChart>();
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const { chart, index } of releases) {
    const key = chartKey(chart);
    if (seen.has(key)) continue;
    seen.add(key);
    const request = await findChart(chart, index, declared, names, folder);
    const checked = "code" in request ? request : checkLock(request, index, lock);
    if ("code" in checked) findings.push(checked);
    else charts.set(key, checked);
  }
  return { charts, findings };
}

async function findChart(
  chart: ChartConfig,
  index: number,
  { registries, repositories }: Declared,
  names: FolderNames,
  folder: string,
): Promise<ChartRequest | Finding> {
  const reference = chartReference(chart);
  const request = absolutePaths(chart, folder);
  const path = resolve(folder, chart.name);
  const mayBePath = reference.kind === "path" || reference.kind === "named";
  if (mayBePath && (await exists(path, names))) return { ...request, path };
  if (reference.kind === "path") return missingPath(chart, path, index, names);
  if (reference.kind === "named") {
    const repository = repositories.find(({ name }) => name === reference.repository);
    if (repository) return { ...request, repository: absolutePaths(repository, folder) };
    return missingNamed(chart, reference.repository, index, repositories);
  }
  if (reference.kind === "git") {
    const git = checkGitChart(chart, index);
    return "code" in git ? git : { ...request, git };
  }
  const host = reference.kind === "oci" ? reference.host : undefined;
  const registry = registries.find((one) => one.host === host);
  return { ...request, ...(registry ? { registry } : {}) };
}

/** Asks for just what is locked: that version, that commit. */
function checkLock(request: ChartRequest, index: number, lock: ChartLock | undefined): CheckedChart | Finding {
  if (request.path !== undefined) return { request, index };
  const reference = lockReference(request, request.repository);
  if (lock === undefined) return { request, index, reference };
  const locked = findLocked(lock, reference);
  if (locked === undefined) return notLocked(request, index);
  const { git } = request;
  if (git === undefined) return { request: { ...request, version: locked.version }, index, reference, locked };
  const { commit: ref = git.ref } = locked;
  return { request: { ...request, git: { ...git, ...(ref === undefined ? {} : { ref }) } }, index, reference, locked };
}

function notLocked({ name, version }: ChartRequest, index: number): Finding {
  return {
    code: "LOCK_MISSING",
    message: `${lockFileName} has no chart "${name}"${version ? ` with version "${version}"` : ""}`,
    path: ["releases", index, "chart"],
    hint: "build --update-lock adds it; with -t or -l only charts of selected releases are resolved anew",
  };
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
