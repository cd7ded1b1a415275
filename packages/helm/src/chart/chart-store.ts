import { mkdir } from "node:fs/promises";
import type { Clock } from "@helmwatch/core/plugin";
import { gitCheckouts } from "../git/git-checkouts.js";
import type { Helm } from "../program/connect-helm.js";
import { chartPlace } from "./chart-place.js";
import type { ChartSource, Registry, Repository } from "./chart-source.js";
import { checkVersion } from "./check-version.js";
import { localCharts } from "./local-charts.js";
import { type PulledChart, pullChart } from "./pull-chart.js";
import { readChartMetadata } from "./read-chart-metadata.js";
import { registryLogins } from "./registry-logins.js";
import { repositoryIndexes } from "./repository-indexes.js";
import { takeFromGit } from "./take-from-git.js";
import { verifyArchive } from "./verify-archive.js";

export interface ChartStoreOptions {
  readonly helm: Helm;
  readonly clock: Clock;
  /** Where archives and checkouts are put, each in a new directory; the caller removes it. */
  readonly directory: string;
  /** All that the user declared: dependencies of local charts may need others than the chart itself. */
  readonly registries: readonly Registry[];
  readonly repositories: readonly Repository[];
}

export interface FetchedChart extends PulledChart {
  /** As in Chart.yaml. */
  readonly name: string;
  readonly version: string;
  /** Of a chart in a git repository. */
  readonly commit?: string;
}

export interface ChartStore {
  /** One pull, login and index per chart, registry and repository, however many ask at the same time. */
  fetchChart(chart: ChartSource, signal: AbortSignal): Promise<FetchedChart>;
}

/**
 * Gets charts as files with a digest. Errors: CHART_NOT_FOUND, CHART_INVALID, CHART_NOT_VERIFIED, HELM_FETCH_FAILED,
 * GIT_NOT_FOUND, GIT_FETCH_FAILED, those of the executor.
 */
export function chartStore({ helm, clock, directory, registries, repositories }: ChartStoreOptions): ChartStore {
  const logins = registryLogins(helm, registries, clock);
  const indexes = repositoryIndexes(helm, repositories, clock);
  const checkouts = gitCheckouts({ env: helm.env, clock, directory });
  const takeLocal = localCharts({ helm, clock, indexes, logins });
  const fetched = new Map<string, Promise<FetchedChart>>();

  async function fetch(chart: ChartSource, signal: AbortSignal): Promise<FetchedChart> {
    const file = await take(chart, signal);
    const { name, version } = await readChartMetadata(file.path, chart.path ?? chart.name);
    checkVersion(chart, version);
    return { ...file, name, version };
  }

  async function take(chart: ChartSource, signal: AbortSignal): Promise<PulledChart & { readonly commit?: string }> {
    if (chart.path !== undefined) return takeLocal(chart, chart.path, signal);
    if (chart.git === undefined) return pullVerified(chart, signal);
    const { path, commit } = await takeFromGit(checkouts, chart, chart.git, signal);
    return { ...(await takeLocal(chart, path, signal)), commit };
  }

  async function pullVerified(chart: ChartSource, signal: AbortSignal): Promise<PulledChart> {
    const pulled = await pull(chart, signal);
    if (chart.verify) await verifyArchive(helm, pulled.path, chart, signal);
    return pulled;
  }

  async function pull(chart: ChartSource, signal: AbortSignal): Promise<PulledChart> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const place = chartPlace(chart);
    const common = { ...chart, directory };
    if (place.kind === "url") return pullChart(helm, clock, { ...common, reference: place.url }, signal);
    if (place.kind === "repository") {
      const { name, insecureSkipTlsVerify: insecure } = place.repository;
      const env = await indexes.use([place.repository], chart.skipRefresh, signal);
      return pullChart(helm, clock, { ...common, insecure, env, reference: `${name}/${place.chart}` }, signal);
    }
    const insecure = chart.insecure || logins.find(place.host)?.insecure === true;
    const env = await logins.use(place.host, chart, signal);
    return pullChart(helm, clock, { ...common, insecure, env, reference: place.reference }, signal);
  }

  return {
    fetchChart(chart, signal) {
      const key = JSON.stringify(Object.entries(chart).sort());
      let entry = fetched.get(key);
      if (!entry) {
        entry = fetch(chart, signal);
        fetched.set(key, entry);
      }
      return entry;
    },
  };
}
