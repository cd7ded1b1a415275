import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { ValuesConfig } from "../config/config.js";
import type { ConfigSource, Finding } from "../config/finding.js";
import type { Path } from "../config/source-map.js";
import { suggest } from "../config/suggest.js";
import type { Diagnostic } from "../plugin/index.js";
import { canonicalJson } from "./canonical-json.js";
import { checkValuesText } from "./check-values-text.js";
import { sha256 } from "./content.js";
import type { FolderNames } from "./folder-names.js";
import { inlineProblem } from "./inline-problem.js";
import { mapLimited } from "./map-limited.js";
import type { SelectedRelease } from "./plan.js";

/** Open files at a time; systems allow 256 at the least. */
const parallelReads = 32;

/** Values that are good: a file, or the text of a file still to be written. */
export type CheckedValues =
  | { readonly sha256: string; readonly src: string; readonly path: string }
  | { readonly sha256: string; readonly text: string };

export interface ValuesPorts {
  readFile(path: string, signal: AbortSignal): Promise<Uint8Array>;
  readonly names: FolderNames;
  /** Absolute; what files are relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface ReadValues {
  /** Of every entry that is good, wherever it stands. */
  readonly contents: ReadonlyMap<ValuesConfig, CheckedValues>;
  /** In the config file. */
  readonly findings: readonly Finding[];
  /** In values files. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a file is named first, and by how many releases. */
interface Use {
  readonly src: string;
  readonly release: string;
  readonly path: Path;
  count: number;
}

/**
 * Reads and checks the values of all releases, each file once. A missing file is a finding where the config names it;
 * what is wrong within a file has its place there.
 */
export async function readValues(
  releases: readonly SelectedRelease[],
  source: ConfigSource,
  ports: ValuesPorts,
): Promise<ReadValues> {
  const { folder } = ports;
  const contents = new Map<ValuesConfig, CheckedValues>();
  const findings: Finding[] = [];
  const uses = new Map<string, Use>();
  for (const { uniqname, index, values } of releases)
    for (const [position, entry] of values.entries()) {
      const path = ["releases", index, "values", position];
      if (entry.kind === "file") {
        const file = resolve(folder, entry.src);
        const use = uses.get(file);
        if (use) use.count++;
        else uses.set(file, { src: entry.src, release: uniqname, path, count: 1 });
        continue;
      }
      const problem = inlineProblem(entry.values);
      if (problem) findings.push({ ...problem, path: [...path, ...problem.path] });
      const text = canonicalJson(entry.values);
      contents.set(entry, { sha256: sha256(text), text });
    }
  const files = await readFiles(uses, source, ports);
  for (const { values } of releases)
    for (const entry of values) {
      if (entry.kind === "inline") continue;
      const path = resolve(folder, entry.src);
      const digest = files.digests.get(path);
      if (digest !== undefined) contents.set(entry, { sha256: digest, src: entry.src, path });
    }
  return { contents, findings: [...findings, ...files.findings], diagnostics: files.diagnostics };
}

/** Reads every file and checks its text. */
async function readFiles(
  uses: ReadonlyMap<string, Use>,
  { file: config }: ConfigSource,
  { readFile, names, signal }: ValuesPorts,
) {
  const read = await mapLimited([...uses], parallelReads, async ([file, use]) => {
    signal.throwIfAborted();
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(use.src)) return { file, finding: remote(use) };
    try {
      const bytes = await readFile(file, signal);
      const diagnostics = checkValuesText(bytes, isAbsolute(use.src) ? use.src : join(dirname(config), use.src));
      return { file, digest: sha256(bytes), diagnostics };
    } catch (error) {
      signal.throwIfAborted();
      return { file, finding: await unreadable(error, file, use, config, names) };
    }
  });
  return {
    digests: new Map(read.map(({ file, digest }) => [file, digest])),
    findings: read.flatMap(({ finding }) => finding ?? []),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics ?? []),
  };
}

function remote({ src, path }: Use): Finding {
  // The address may carry a token.
  const scheme = src.slice(0, src.indexOf("://") + 3);
  const message = `values from an address (${scheme}…) are not supported yet`;
  return { code: "CONFIG_NOT_SUPPORTED_YET", message, path, hint: "download it to a file beside the config" };
}

async function unreadable(
  error: unknown,
  file: string,
  use: Use,
  config: string,
  names: FolderNames,
): Promise<Finding> {
  const { src, release, path, count } = use;
  const whose = `release "${release}"${count > 1 ? ` and ${count - 1} more` : ""}`;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "EISDIR")
    return { code: "VALUES_INVALID", message: `values file "${src}" of ${whose} is a folder`, path };
  if (code !== "ENOENT" && code !== "ENOTDIR") {
    const message = `values file "${src}" of ${whose} cannot be read: ${code ?? String(error)}`;
    return { code: "VALUES_NOT_FOUND", message, path };
  }
  const near = suggest(basename(file), await names(dirname(file)));
  const hint =
    near === undefined
      ? `paths are relative to the folder of ${basename(config)}`
      : `did you mean "${src.slice(0, src.length - basename(src).length)}${near}"?`;
  return { code: "VALUES_NOT_FOUND", message: `there is no values file "${src}" (of ${whose})`, path, hint };
}
