import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Helm } from "../program/connect-helm.js";
import { meetsRange } from "./check-version.js";
import { digestArchive } from "./digest-archive.js";
import { type ChartDependency, readChartMetadata } from "./read-chart-metadata.js";

interface PresentChart {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

/**
 * The dependencies that `charts/` of a local chart lacks, or has in another version than Chart.yaml asks for and
 * Chart.lock has, or, from a folder beside, with another content. helm itself would render what is there.
 */
export async function outdatedDependencies(
  helm: Helm,
  path: string,
  dependencies: readonly ChartDependency[],
  signal: AbortSignal,
): Promise<ChartDependency[]> {
  if (dependencies.length === 0) return [];
  const present = await presentCharts(join(path, "charts"));
  const locked = await lockedVersions(join(path, "Chart.lock"));
  const outdated: ChartDependency[] = [];
  for (const dependency of dependencies) {
    const { name, repository = "", version = "" } = dependency;
    const wanted = locked.filter((one) => one.name === name);
    const isWanted = (found: string) =>
      repository === "" ||
      (meetsRange(found, version) && (wanted.length === 0 || wanted.some((one) => one.version === found)));
    const found = present.find((chart) => chart.name === name && isWanted(chart.version));
    const isFresh = found !== undefined && (await isAsBeside(helm, path, repository, found.path, signal));
    if (!isFresh) outdated.push(dependency);
  }
  return outdated;
}

/** helm keeps a dependency as `charts/<name>-<version>.tgz` or unpacked as `charts/<name>/`. */
async function presentCharts(folder: string): Promise<PresentChart[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const read = names.map(async (name) => {
    const path = join(folder, name);
    return readChartMetadata(path).then(
      (chart) => [{ ...chart, path }],
      () => [], // No chart, or a damaged one: as if it were not there.
    );
  });
  return (await Promise.all(read)).flat();
}

/** One name may stand there in two versions, under two aliases. */
async function lockedVersions(file: string): Promise<readonly Partial<ChartDependency>[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const { dependencies } = (parse(text) ?? {}) as { dependencies?: unknown };
  return Array.isArray(dependencies) ? dependencies.filter((one) => one?.name && one.version) : [];
}

/** Whether an archive is what `helm package` makes of the folder that `file://…` names; true for any other address. */
async function isAsBeside(helm: Helm, path: string, address: string, archive: string, signal: AbortSignal) {
  const beside = /^file:\/\/(.+)$/.exec(address)?.[1];
  if (beside === undefined || !archive.endsWith(".tgz")) return true;
  const destination = await mkdtemp(join(tmpdir(), "helmwatch-package-"));
  try {
    const source = resolve(path, beside);
    const argv = ["package", source, "--destination", destination];
    const { ended, exitCode } = await helm.run(
      { argv, files: [source], deadlineMs: 60_000, interruptible: true },
      signal,
    );
    const [made] = await readdir(destination);
    if (ended !== "exit" || exitCode !== 0 || made === undefined) return false;
    return (await digestArchive(join(destination, made))) === (await digestArchive(archive));
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
}
