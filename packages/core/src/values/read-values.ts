import type { ValuesConfig } from "../config/config.js";
import type { ConfigSource, Finding } from "../config/finding.js";
import { canonicalJson } from "../plan/canonical-json.js";
import { sha256 } from "../plan/content.js";
import type { SelectedConfig, SelectedRelease } from "../plan/plan.js";
import type { Diagnostic } from "../plugin/index.js";
import { checkValuesText } from "./check-values-text.js";
import { inlineProblem } from "./inline-problem.js";
import { type FileUse, readSources, type SourcePorts, type ValuesSource } from "./read-sources.js";
import { renderFiles } from "./render-files.js";
import { shownSource } from "./shown-source.js";
import type { TemplateRenderer, ValuesEngine } from "./values-engine.js";
import type { ValuesFile } from "./values-file.js";
import { valuesFiles } from "./values-files.js";

/** Values that are good: a file as it is, or the text of a file still to be written. */
export type CheckedValues =
  | { readonly sha256: string; readonly src: string; readonly path: string }
  | { readonly sha256: string; readonly src?: string; readonly text: string };

export interface ValuesPorts extends SourcePorts {
  /** Loads what the renderers need; called only when there is something to render. */
  openTemplates(renderers: readonly TemplateRenderer[]): Promise<ValuesEngine>;
  /** Of entries that name none. */
  readonly renderer: TemplateRenderer;
}

export interface ReadValues {
  /** Of every entry that is good, wherever it stands. */
  readonly contents: Map<ValuesConfig, CheckedValues>;
  /** In the config file. */
  readonly findings: readonly Finding[];
  /** In values files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of templates that diagnostics are about. */
  readonly texts: ReadonlyMap<string, string>;
  /** See `ReadSources`. */
  readonly inputs: Readonly<Record<string, string | null>>;
}

/**
 * Reads, renders and checks the values of all releases, each file once. A missing file is a finding where the config
 * names it; what is wrong within a file has its place there.
 */
export async function readValues(
  selected: SelectedConfig,
  config: ConfigSource,
  ports: ValuesPorts,
): Promise<ReadValues> {
  const contents = new Map<ValuesConfig, CheckedValues>();
  const { uses, findings } = sortEntries(selected.releases, contents);
  const read = await readSources(uses, config.file, ports);
  const fileOf = valuesFiles(read.sources, ports.renderer);
  const templates: ValuesFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const checked = new Set<ValuesSource>();
  for (const release of selected.releases)
    for (const [position, entry] of release.values.entries()) {
      const file = fileOf(release, position);
      if (file?.template) templates.push(file);
      else if (file) {
        const { source } = file;
        if (!checked.has(source)) diagnostics.push(...checkValuesText(source.bytes, source.shown));
        checked.add(source);
        contents.set(entry, asItIs(file));
      }
    }
  const all = { contents, findings: [...findings, ...read.findings], inputs: read.inputs };
  if (templates.length === 0) return { ...all, diagnostics, texts: new Map() };
  const engine = await ports.openTemplates([...new Set(templates.map(({ template }) => template!.renderer))]);
  const rendered = renderFiles(templates, { selected, config, folder: ports.folder, fileOf, engine });
  for (const { file, ...one } of rendered.files) contents.set(file.entry, { ...one, src: shownSource(file.entry.src) });
  const texts = new Map(templates.map(({ source }) => [source.shown, new TextDecoder().decode(source.bytes)]));
  return { ...all, diagnostics: [...diagnostics, ...rendered.diagnostics], texts };
}

/** Values written inline become contents, the others uses of files. */
function sortEntries(releases: readonly SelectedRelease[], contents: Map<ValuesConfig, CheckedValues>) {
  const uses: FileUse[] = [];
  const findings: Finding[] = [];
  for (const { uniqname, index, values } of releases)
    for (const [position, entry] of values.entries()) {
      const path = ["releases", index, "values", position];
      if (entry.kind === "file") {
        uses.push({ entry, release: uniqname, path });
        continue;
      }
      const problem = inlineProblem(entry.values);
      if (problem) findings.push({ ...problem, path: [...path, ...problem.path] });
      const text = canonicalJson(entry.values);
      contents.set(entry, { sha256: sha256(text), text });
    }
  return { uses, findings };
}

function asItIs({ entry: { src }, source: { path, sha256 } }: ValuesFile): CheckedValues {
  return { sha256, src, path: path! };
}
