import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import { parse } from "yaml";
import { archiveEntries } from "./archive-entries.js";

export interface ChartDependency {
  readonly name: string;
  /** A range, or a version. */
  readonly version?: string;
  readonly repository?: string;
}

/** What stands in Chart.yaml. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly ChartDependency[];
}

/** Reads Chart.yaml of a directory or of an archive, which errors name as `called`. Throws CHART_INVALID. */
export async function readChartMetadata(path: string, called = path): Promise<ChartMetadata> {
  const invalid = (why: string, cause?: unknown) =>
    new HelmwatchError("CHART_INVALID", `"${called}" is not a chart: ${why}`, {
      hint: "Expected a directory or .tgz archive with a Chart.yaml that has a name and a version.",
      ...(cause === undefined ? {} : { cause }),
    });
  try {
    const directory = (await stat(path)).isDirectory();
    const text = directory ? await readFile(join(path, "Chart.yaml"), "utf8") : await chartYamlIn(path);
    if (text === undefined) throw invalid("it has no Chart.yaml");
    const { name, version, dependencies } = (parse(text) ?? {}) as Record<string, unknown>;
    if (typeof name !== "string" || name === "") throw invalid("its Chart.yaml has no name");
    if (typeof version !== "string" || version === "") throw invalid("its Chart.yaml has no version");
    return { name, version, dependencies: Array.isArray(dependencies) ? dependencies.filter(isDependency) : [] };
  } catch (error) {
    if (isHelmwatchError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(code === "ENOENT" ? "it has no Chart.yaml" : (error as Error).message, error);
  }
}

/** In an archive everything stands in one directory named after the chart; what `helm package` makes begins with it. */
async function chartYamlIn(archive: string): Promise<string | undefined> {
  for await (const { name, isFile, bytes } of archiveEntries(archive))
    if (isFile && /^(\.\/)?[^/]+\/Chart\.yaml$/.test(name)) return bytes.toString("utf8");
  return undefined;
}

function isDependency(value: unknown): value is ChartDependency {
  return typeof value === "object" && value !== null && typeof (value as { name?: unknown }).name === "string";
}
