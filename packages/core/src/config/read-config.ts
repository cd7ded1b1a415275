import { createHash } from "node:crypto";
import { checkEnvironment } from "../composition/check-environment.js";
import { checkLayers } from "../composition/check-layers.js";
import { type Composed, compose } from "../composition/compose.js";
import { allFiles, type ConfigFile } from "../composition/config-file.js";
import { readOneFile } from "../composition/read-files.js";
import type { Diagnostic } from "../plugin/index.js";
import { checkConfig } from "./check-config.js";
import type { Config } from "./config.js";
import { type DataMap, isDataMap } from "./data-path.js";
import { diagnose } from "./diagnose.js";
import { byPosition, type ConfigSource, type Finding, toDiagnostics } from "./finding.js";
import { toHelm, toLifecycle, toMonitor, toPlugin, toRegistry, toRelease, toRepository, toRun } from "./normalise.js";
import { type Placed, readSections } from "./read-sections.js";
import { fileStart } from "./source-map.js";

export interface ConfigResult extends ConfigSource {
  /** Absent when a diagnostic is an error. */
  readonly config?: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** What all files and layers together say; absent where a file cannot be read. */
  readonly data?: unknown;
  /** The texts that positions refer to, by file; empty where one could not be decoded. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface ConfigOptions {
  /** The context of releases that name none, as HELM_KUBECONTEXT gives it. */
  readonly context?: string;
  /** The layer of `environments` to lay over the file. */
  readonly environment?: string;
}

/** One file that includes no other → `Config`, or everything that is wrong with it at once. Pure. */
export function readConfig({
  bytes,
  file,
  ...options
}: { readonly bytes: Uint8Array; readonly file: string } & ConfigOptions): ConfigResult {
  return interpretFiles(readOneFile(bytes, file), options);
}

/** A config with all its files → `Config`, or everything that is wrong with it at once. Pure. */
export function interpretFiles(root: ConfigFile, { context, environment }: ConfigOptions): ConfigResult {
  const files = allFiles(root);
  const known = {
    file: root.file,
    sha256: files.length === 1 ? root.sha256 : sha256Of(files),
    ...(context === undefined ? {} : { context }),
    texts: new Map(files.map(({ file, text }) => [file, text])),
  };
  const read = files.flatMap(({ diagnostics }) => diagnostics);
  if (files.some(({ document }) => document === undefined))
    return { ...known, locate: () => ({ file: root.file, range: fileStart }), diagnostics: read };
  // A layer that is wrong would be wrong in everything that it lies over or under.
  const layers = [...files.flatMap(checkLayers), ...checkEnvironment(files, environment)];
  const composed = compose(root, layers.some(isError) ? undefined : environment);
  const source = { ...known, locate: composed.locate, data: composed.data };
  if (layers.some(isError)) return { ...source, diagnostics: [...read, ...layers].sort(byPosition) };
  const { config, findings } = interpret(composed, context);
  const all = [...read, ...toDiagnostics(findings, source)].sort(byPosition);
  const good = config !== undefined && !all.some(isError);
  return { ...source, ...(good ? { config } : {}), diagnostics: all };
}

const isError = ({ severity }: Diagnostic) => severity === "error";

function sha256Of(files: readonly ConfigFile[]): string {
  const hash = createHash("sha256");
  for (const { file, sha256 } of files) hash.update(`${sha256}  ${file}\n`);
  return hash.digest("hex");
}

function interpret(source: Composed, context: string | undefined): { config?: Config; findings: Finding[] } {
  const { data } = source;
  const hint = 'start with "releases:"';
  if (data === null || data === undefined)
    return { findings: [{ code: "CONFIG_INVALID", message: "the file is empty", path: [], hint }] };
  if (!isDataMap(data))
    return { findings: [{ code: "CONFIG_INVALID", message: "expected a map at the top of the file", path: [], hint }] };
  return interpretMap(source, data, context);
}

function interpretMap(source: Composed, data: DataMap, context: string | undefined) {
  const sections = readSections(source, data);
  const parts = {
    registries: mapPlaced(sections.registries, toRegistry),
    repositories: mapPlaced(sections.repositories, toRepository),
    monitors: mapPlaced(sections.monitors, toMonitor),
    releases: mapPlaced(sections.releases, (release) => toRelease(release, context)),
  };
  const findings = [...diagnose(sections.issues, data), ...checkConfig({ data, ...parts })];
  const { project, version, lifecycle, helm, run } = sections;
  if (lifecycle === undefined || helm === undefined || run === undefined) return { findings };
  const config: Config = {
    ...(project === undefined ? {} : { project }),
    ...(version === undefined ? {} : { version }),
    registries: values(parts.registries),
    repositories: values(parts.repositories),
    monitors: values(parts.monitors),
    releases: values(parts.releases),
    lifecycle: toLifecycle(lifecycle),
    plugins: sections.plugins.map(({ value }) => toPlugin(value)),
    helm: toHelm(helm),
    run: toRun(run),
  };
  return { config, findings };
}

function mapPlaced<A, B>(items: readonly Placed<A>[], map: (value: A) => B): Placed<B>[] {
  return items.map(({ index, value }) => ({ index, value: map(value) }));
}

function values<T>(items: readonly Placed<T>[]): T[] {
  return items.map(({ value }) => value);
}
