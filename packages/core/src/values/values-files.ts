import type { SelectedRelease } from "../plan/plan.js";
import { delimitersOf } from "./delimiters.js";
import { sourceKey, type ValuesSource } from "./read-sources.js";
import type { TemplateRenderer } from "./values-engine.js";
import type { ValuesFile } from "./values-file.js";

/** Looks up the files of releases' values; undefined for values written inline and for what could not be read. */
export type FindValuesFile = (release: SelectedRelease, position: number) => ValuesFile | undefined;

/** `renderer`: of entries that name none. What holds no delimiter is no template: it needs no engine. */
export function valuesFiles(sources: ReadonlyMap<string, ValuesSource>, renderer: TemplateRenderer): FindValuesFile {
  const marked = new Map<ValuesSource, Map<string, boolean>>();

  /** Once for each file, whatever the number of releases. */
  function isMarked(source: ValuesSource, left: string): boolean {
    const known = marked.get(source) ?? new Map<string, boolean>();
    marked.set(source, known);
    const before = known.get(left);
    if (before !== undefined) return before;
    const { buffer, byteOffset, length } = source.bytes;
    const is = Buffer.from(buffer, byteOffset, length).includes(left);
    known.set(left, is);
    return is;
  }

  return (release, position) => {
    const entry = release.values[position];
    if (entry?.kind !== "file") return undefined;
    const source = sources.get(sourceKey(entry));
    if (!source) return undefined;
    const used = entry.renderer ?? renderer;
    if (used !== "sprig" && used !== "gomplate") return { release, position, entry, source };
    const delimiters = delimitersOf(entry, used);
    const isTemplate = isMarked(source, delimiters.left);
    return { release, position, entry, source, ...(isTemplate ? { template: { renderer: used, delimiters } } : {}) };
  };
}
