import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ConfigSource, type Finding, toDiagnostics } from "../config/finding.js";
import type { ChartLock, LockedChart } from "../lock/chart-lock.js";
import { type Diagnostic, isHelmwatchError } from "../plugin/index.js";
import { type CheckedValues, readValues, type ValuesPorts } from "../values/read-values.js";
import { type ChartRequest, type CheckedChart, chartKey, checkCharts } from "./check-charts.js";
import { checkDigest } from "./check-digest.js";
import { checkPostRenderers, type PostRendererPorts } from "./check-post-renderers.js";
import { folderNames } from "./folder-names.js";
import { mapLimited } from "./map-limited.js";
import type { Plan, PlannedChart, PlannedValues, SelectedConfig } from "./plan.js";
import { planFrame } from "./plan-frame.js";
import { releaseDigest } from "./release-digest.js";
import { valuesFileName } from "./values-file-name.js";

export interface FetchedChart {
  /** Absolute; directory or archive that helm is given. */
  readonly path: string;
  /** `sha256:…`; the same for the same content on every machine. */
  readonly digest: string;
  /** The one that was found; a user may name none, or a range. */
  readonly version?: string;
  /** Of a chart in a git repository. */
  readonly commit?: string;
}

export interface PlanPorts extends Pick<ValuesPorts, "openTemplates">, Pick<PostRendererPorts, "findProgram"> {
  /** Rejects with the errors of node:fs. */
  readFile(path: string, signal: AbortSignal): Promise<Uint8Array>;
  /** The names in a folder. */
  readFolder(path: string): Promise<readonly string[]>;
  /** Called once for every distinct chart. A HelmwatchError becomes a diagnostic where the file names the chart. */
  fetchChart(chart: ChartRequest, signal: AbortSignal): Promise<FetchedChart>;
}

export const diskFiles: Pick<PlanPorts, "readFile" | "readFolder"> = {
  readFile: (path, signal) => readFile(path, { signal }),
  readFolder: (path) => readdir(path),
};

export interface BuildOptions {
  /** Absolute folder of the config file, which the paths in it are relative to. */
  readonly folder: string;
  /** Absolute, exists, private to this run: values written inline become files of its folder `values`. */
  readonly workDir: string;
  readonly signal: AbortSignal;
  /** 8 by default. */
  readonly parallelFetches?: number;
  /** Of values that name none: sprig by default. */
  readonly renderer?: ValuesPorts["renderer"];
  /** What charts that are fetched must be; without one, whatever their references stand for now. */
  readonly lock?: ChartLock;
}

export interface BuildResult {
  /** Absent when a diagnostic is an error. */
  readonly plan?: Plan;
  /** What every chart that was fetched turned out to be; empty without a plan. */
  readonly resolved: readonly LockedChart[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of the templates among the values, by the names that diagnostics call them. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Selected releases → `Plan`, or everything that is wrong at once: first with values and the names of charts, then,
 * where all of that is good, with getting the charts. Rejects only with the signal's reason, or for a bug.
 */
export async function buildPlan(
  selected: SelectedConfig,
  source: ConfigSource,
  ports: PlanPorts,
  { folder, workDir, signal, parallelFetches = 8, renderer = "sprig", lock }: BuildOptions,
): Promise<BuildResult> {
  const names = folderNames(ports.readFolder);
  const { readFile, openTemplates } = ports;
  const values = await readValues(selected, source, { readFile, names, folder, signal, openTemplates, renderer });
  const { texts } = values;
  const { charts, findings } = await checkCharts(selected, names, folder, lock);
  const { findProgram } = ports;
  const post = await checkPostRenderers(selected.releases, { readFile, findProgram, folder, signal });
  const found = [...findings, ...values.findings, ...post.findings];
  const checked = [...toDiagnostics(found, source), ...values.diagnostics];
  if (hasError(checked)) return { diagnostics: checked, resolved: [], texts };

  const fetched = await fetchCharts(charts, source, ports.fetchChart, { signal, parallelFetches });
  const diagnostics = [...checked, ...fetched.diagnostics];
  if (hasError(diagnostics)) return { diagnostics, resolved: [], texts };

  const inline = await writeInline(values.contents.values(), join(workDir, "values"), signal);
  const requests = [...charts.values()].map(({ request }) => request);
  const frame = planFrame(selected, source, folder);
  const plan: Plan = {
    ...frame,
    source: { ...frame.source, inputs: { ...values.inputs, ...post.inputs } },
    registries: [...new Set(requests.flatMap(({ registry }) => registry?.host ?? []))],
    repositories: [...new Set(requests.flatMap(({ repository }) => repository?.name ?? []))],
    releases: selected.releases.map(({ index: _, store: __, postRenderer: configured, ...release }) => {
      const chart = fetched.charts.get(chartKey(release.chart))!;
      const files = release.values.flatMap((entry): PlannedValues[] => {
        const checked = values.contents.get(entry);
        if (!checked || !("text" in checked)) return checked ? [checked] : [];
        const { text: _, ...written } = checked;
        return [{ ...written, path: inline.get(checked.sha256)! }];
      });
      const digests = files.map(({ sha256 }) => sha256);
      const postRenderer = configured && post.renderers.get(configured);
      const digest = releaseDigest(release, chart.digest, digests, postRenderer);
      return { digest, ...release, chart, values: files, ...(postRenderer ? { postRenderer } : {}) };
    }),
  };
  return { plan, diagnostics, resolved: fetched.resolved, texts };
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

async function fetchCharts(
  charts: ReadonlyMap<string, CheckedChart>,
  source: ConfigSource,
  fetchChart: PlanPorts["fetchChart"],
  { signal, parallelFetches }: { readonly signal: AbortSignal; readonly parallelFetches: number },
): Promise<{
  charts: ReadonlyMap<string, PlannedChart>;
  resolved: readonly LockedChart[];
  diagnostics: readonly Diagnostic[];
}> {
  const findings: Finding[] = [];
  const fetched = new Map<string, PlannedChart>();
  const resolved: LockedChart[] = [];
  await mapLimited([...charts], parallelFetches, async ([key, { request, index, reference, locked }]) => {
    signal.throwIfAborted();
    try {
      const { path, digest, version = request.version, commit } = await fetchChart(request, signal);
      const known = { ...(version === undefined ? {} : { version }), ...(commit === undefined ? {} : { commit }) };
      const chart: PlannedChart = { name: request.name, ...known, path, digest, local: request.path !== undefined };
      checkDigest(request, chart, locked);
      fetched.set(key, chart);
      if (reference)
        resolved.push({ ...reference, version: "", ...known, ...(commit === undefined ? { digest } : {}) });
    } catch (error) {
      signal.throwIfAborted();
      if (!isHelmwatchError(error)) throw error;
      const { code, message, hint } = error;
      findings.push({ code, message, hint, path: ["releases", index, "chart"] });
    }
  });
  return { charts: fetched, resolved, diagnostics: toDiagnostics(findings, source) };
}

/** Writes equal values once; SHA-256 → path. */
async function writeInline(
  all: Iterable<CheckedValues>,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map([...all].flatMap((values) => ("text" in values ? [[values.sha256, values.text]] : [])));
  if (texts.size > 0) await mkdir(folder, { recursive: true, mode: 0o700 });
  const written = await mapLimited([...texts], 32, async ([sha256, text]) => {
    signal.throwIfAborted();
    const path = join(folder, valuesFileName({ sha256 }));
    await writeFile(path, text, { mode: 0o600 });
    return [sha256, path] as const;
  });
  return new Map(written);
}
