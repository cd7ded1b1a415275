import { mkdir, stat } from "node:fs/promises";
import type { Clock } from "@helmwatch/core/plugin";
import type { Helm } from "../program/connect-helm.js";
import { chartPlace } from "./chart-place.js";
import type { ChartSource, Registry, Repository } from "./chart-source.js";
import { completeDependencies } from "./complete-dependencies.js";
import { digestDirectory } from "./digest-directory.js";
import { digestFile, type PulledChart, pullChart } from "./pull-chart.js";
import { readChartMetadata } from "./read-chart-metadata.js";
import { registryLogins } from "./registry-logins.js";
import { repositoryIndexes } from "./repository-indexes.js";

export interface ChartStoreOptions {
  readonly helm: Helm;
  readonly clock: Clock;
  /** Where archives are put, each in a new directory; the caller removes it. */
  readonly directory: string;
  /** All that the user declared: dependencies of local charts may need others than the chart itself. */
  readonly registries: readonly Registry[];
  readonly repositories: readonly Repository[];
}

export interface FetchedChart extends PulledChart {
  /** As in Chart.yaml. */
  readonly name: string;
  readonly version: string;
}

export interface ChartStore {
  /** One pull, login and index per chart, registry and repository, however many ask at the same time. */
  fetchChart(chart: ChartSource, signal: AbortSignal): Promise<FetchedChart>;
}

/** Gets charts as files with a digest. Errors: CHART_NOT_FOUND, CHART_INVALID, HELM_FETCH_FAILED, those of the executor. */
export function chartStore({ helm, clock, directory, registries, repositories }: ChartStoreOptions): ChartStore {
  const logins = registryLogins(helm, registries, clock);
  const indexes = repositoryIndexes(helm, repositories, clock);
  const fetched = new Map<string, Promise<FetchedChart>>();

  async function fetch(chart: ChartSource, signal: AbortSignal): Promise<FetchedChart> {
    const file = await (chart.path === undefined ? pull(chart, signal) : takeLocal(chart, chart.path, signal));
    const { name, version } = await readChartMetadata(file.path);
    return { ...file, name, version };
  }

  async function takeLocal(chart: ChartSource, path: string, signal: AbortSignal): Promise<PulledChart> {
    const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
    const { dependencies } = await readChartMetadata(path);
    if (!isDirectory) return { path, digest: await digestFile(path) };
    if (!chart.skipDependencyUpdate)
      await completeDependencies({ helm, clock, indexes, logins }, chart, path, dependencies, signal);
    return { path, digest: await digestDirectory(path) };
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
