import { stat } from "node:fs/promises";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { ChartSource } from "./chart-source.js";
import { completeDependencies, type DependencySources } from "./complete-dependencies.js";
import { digestDirectory } from "./digest-directory.js";
import { digestFile, type PulledChart } from "./pull-chart.js";
import { readChartMetadata } from "./read-chart-metadata.js";
import { verifyArchive } from "./verify-archive.js";

export type TakeLocal = (chart: ChartSource, path: string, signal: AbortSignal) => Promise<PulledChart>;

/** Takes charts where they are, directory or archive; a directory is completed first, by one helm at a time. */
export function localCharts(sources: DependencySources): TakeLocal {
  const completed = new Map<string, Promise<void>>();

  /** Releases may share a chart, by several names and with other options: the second finds nothing missing. */
  function complete(chart: ChartSource, path: string, signal: AbortSignal): Promise<void> {
    const before = completed.get(path) ?? Promise.resolve();
    const after = before.catch(() => {}).then(() => completeDependencies(sources, chart, path, signal));
    completed.set(path, after);
    return after;
  }

  return async (chart, path, signal) => {
    const called = chart.git ? chart.name : path;
    const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
    await readChartMetadata(path, called);
    if (!isDirectory) {
      if (chart.verify) await verifyArchive(sources.helm, path, chart, signal);
      return { path, digest: await digestFile(path) };
    }
    if (chart.verify)
      throw new HelmwatchError("CHART_NOT_VERIFIED", `chart "${chart.name}" is a folder, which has no signature`, {
        hint: "Only archives are signed (helm package --sign); name one, or remove verify.",
      });
    if (!chart.skipDependencyUpdate) await complete(chart, path, signal);
    return { path, digest: await digestDirectory(path) };
  };
}
