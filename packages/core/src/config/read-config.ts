import { createHash } from "node:crypto";
import type { Diagnostic } from "../plugin/index.js";
import { checkConfig } from "./check-config.js";
import type { Config } from "./config.js";
import { type DataMap, isDataMap } from "./data-path.js";
import { diagnose } from "./diagnose.js";
import { byPosition, type ConfigSource, type Finding, toDiagnostics } from "./finding.js";
import { toHelm, toLifecycle, toMonitor, toPlugin, toRegistry, toRelease, toRepository, toRun } from "./normalise.js";
import { readDocument } from "./read-document.js";
import { type Placed, readSections } from "./read-sections.js";
import { fileStart, locateIn, type SourceDocument } from "./source-map.js";

export interface ConfigResult extends ConfigSource {
  /** Absent when a diagnostic is an error. */
  readonly config?: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** The text that positions refer to; empty where the file could not be decoded. */
  readonly text: string;
}

export interface ConfigInput {
  readonly bytes: Uint8Array;
  /** For diagnostics only; nothing is read here. */
  readonly file: string;
  /** The context of releases that name none, as HELM_KUBECONTEXT gives it. */
  readonly context?: string;
}

/** The config file → `Config`, or everything that is wrong with it at once. Pure. */
export function readConfig({ bytes, file, context }: ConfigInput): ConfigResult {
  const { document, text = "", diagnostics } = readDocument({ bytes, file });
  const source: ConfigSource = {
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    ...(context === undefined ? {} : { context }),
    locate: (path, part) => (document === undefined ? fileStart : locateIn(document, path, part)),
  };
  if (document === undefined) return { ...source, diagnostics, text };
  const { config, findings } = interpret(document, context);
  const all = [...diagnostics, ...toDiagnostics(findings, source)].sort(byPosition);
  const good = config !== undefined && !all.some(({ severity }) => severity === "error");
  return { ...source, ...(good ? { config } : {}), diagnostics: all, text };
}

function interpret(source: SourceDocument, context: string | undefined): { config?: Config; findings: Finding[] } {
  const { data } = source;
  const hint = 'start with "releases:"';
  if (data === null || data === undefined)
    return { findings: [{ code: "CONFIG_INVALID", message: "the file is empty", path: [], hint }] };
  if (!isDataMap(data))
    return { findings: [{ code: "CONFIG_INVALID", message: "expected a map at the top of the file", path: [], hint }] };
  return interpretMap(source, data, context);
}

function interpretMap(source: SourceDocument, data: DataMap, context: string | undefined) {
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
