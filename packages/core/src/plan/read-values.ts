import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import type { ValuesConfig } from "../config/config.js";
import type { ConfigSource, Finding } from "../config/finding.js";
import type { Path } from "../config/source-map.js";
import { suggest } from "../config/suggest.js";
import type { Diagnostic } from "../plugin/index.js";
import { canonicalJson } from "./canonical-json.js";
import { checkValuesText } from "./check-values-text.js";
import type { FolderNames } from "./folder-names.js";
import { inlineProblem } from "./inline-problem.js";
import { mapLimited } from "./map-limited.js";
import type { SelectedRelease } from "./plan.js";

/** Open files at a time; systems allow 256 at the least. */
const parallelReads = 32;

export interface ValuesContent {
  readonly bytes: Uint8Array;
  /** Hex. */
  readonly sha256: string;
  /** What the user named; absent for values written inline. */
  readonly src?: string;
}

export interface ValuesPorts {
  readFile(path: string, signal: AbortSignal): Promise<Uint8Array>;
  readonly names: FolderNames;
  /** Absolute; what files are relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface ReadValues {
  /** Of every entry that is good, wherever it stands. */
  readonly contents: ReadonlyMap<ValuesConfig, ValuesContent>;
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
  { readFile, names, folder, signal }: ValuesPorts,
): Promise<ReadValues> {
  const contents = new Map<ValuesConfig, ValuesContent>();
  const findings: Finding[] = [];
  const files = new Map<string, Use>();
  for (const { uniqname, index, values } of releases)
    for (const [position, entry] of values.entries()) {
      const path = ["releases", index, "values", position];
      if (entry.kind === "inline") {
        const problem = inlineProblem(entry.values);
        if (problem === undefined)
          contents.set(entry, contentOf(new TextEncoder().encode(canonicalJson(entry.values))));
        else findings.push({ ...problem, path: [...path, ...problem.path] });
      } else {
        const file = resolve(folder, entry.src);
        const use = files.get(file);
        if (use) use.count++;
        else files.set(file, { src: entry.src, release: uniqname, path, count: 1 });
      }
    }
  const read = await mapLimited([...files], parallelReads, async ([file, use]) => {
    signal.throwIfAborted();
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(use.src)) return { file, finding: remote(use) };
    try {
      const bytes = await readFile(file, signal);
      const diagnostics = checkValuesText(bytes, join(dirname(source.file), use.src));
      return { file, content: contentOf(bytes, use.src), diagnostics };
    } catch (error) {
      signal.throwIfAborted();
      return { file, finding: await unreadable(error, file, use, source.file, names) };
    }
  });
  findings.push(...read.flatMap(({ finding }) => finding ?? []));
  const byFile = new Map(read.map(({ file, content }) => [file, content]));
  for (const { values } of releases)
    for (const entry of values) {
      const content = entry.kind === "file" ? byFile.get(resolve(folder, entry.src)) : undefined;
      if (content) contents.set(entry, content);
    }
  return { contents, findings, diagnostics: read.flatMap(({ diagnostics = [] }) => diagnostics) };
}

function contentOf(bytes: Uint8Array, src?: string): ValuesContent {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { bytes, sha256, ...(src === undefined ? {} : { src }) };
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
