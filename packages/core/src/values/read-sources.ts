import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { ValuesFileConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import type { Path } from "../config/source-map.js";
import { suggest } from "../config/suggest.js";
import { sha256 } from "../plan/content.js";
import type { FolderNames } from "../plan/folder-names.js";
import { mapLimited } from "../plan/map-limited.js";
import { isAddress, shownSource } from "./shown-source.js";

/** Open files at a time; systems allow 256 at the least. */
const parallelReads = 32;

/** What a values file holds before it is rendered. */
export interface ValuesSource {
  /** As users know it: a path like that of the config file, or an address. */
  readonly shown: string;
  /** Absolute, of a file that holds these bytes. */
  readonly path?: string;
  readonly bytes: Uint8Array;
  /** Hex, of the bytes. */
  readonly sha256: string;
}

export interface SourcePorts {
  /** Rejects with the errors of node:fs. */
  readFile(path: string, signal: AbortSignal): Promise<Uint8Array>;
  readonly names: FolderNames;
  /** Absolute; what files are relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** An entry of a release's values that names a file, and its place in the config. */
export interface FileUse {
  readonly entry: ValuesFileConfig;
  readonly release: string;
  readonly path: Path;
}

export interface ReadSources {
  /** By `sourceKey`; absent for what cannot be read. */
  readonly sources: ReadonlyMap<string, ValuesSource>;
  readonly findings: readonly Finding[];
  /** Hex digests of local files, by what the config calls them; null for one that is not there. */
  readonly inputs: Readonly<Record<string, string | null>>;
}

/** The entries that want the same of a file: the first stands for all. */
interface Uses extends FileUse {
  count: number;
}

/** What tells apart what is read for entries. */
export function sourceKey({ src, strict, renderer }: ValuesFileConfig): string {
  return `${strict ? "" : "?"}${renderer === "sops" ? "sops " : ""}${src}`;
}

/** Reads each file once. One that is not there is a finding where the config names it first. */
export async function readSources(uses: readonly FileUse[], config: string, ports: SourcePorts): Promise<ReadSources> {
  const distinct = new Map<string, Uses>();
  for (const use of uses) {
    const key = sourceKey(use.entry);
    const before = distinct.get(key);
    if (before) before.count++;
    else distinct.set(key, { ...use, count: 1 });
  }
  /** `a.yml` and `./a.yml` are one file. */
  const reads = new Map<string, Promise<Uint8Array>>();
  const read = (path: string) => {
    const before = reads.get(path);
    if (before) return before;
    const bytes = ports.readFile(path, ports.signal);
    reads.set(path, bytes);
    return bytes;
  };
  const findings: Finding[] = [];
  const sources = new Map<string, ValuesSource>();
  const inputs: Record<string, string | null> = {};
  await mapLimited([...distinct], parallelReads, async ([key, use]) => {
    ports.signal.throwIfAborted();
    const { src } = use.entry;
    if (isAddress(src)) return void findings.push(remote(use));
    if (use.entry.renderer === "sops") return void findings.push(encrypted(use));
    const path = resolve(ports.folder, src);
    try {
      const bytes = await read(path);
      const digest = sha256(bytes);
      inputs[src] = digest;
      sources.set(key, { shown: isAbsolute(src) ? src : join(dirname(config), src), path, bytes, sha256: digest });
    } catch (error) {
      ports.signal.throwIfAborted();
      inputs[src] = null;
      findings.push(await unreadable(error, path, use, config, ports.names));
    }
  });
  return { sources, findings, inputs };
}

function remote({ entry: { src }, path }: Uses): Finding {
  const message = `values from an address (${shownSource(src)}) are not supported yet`;
  return { code: "CONFIG_NOT_SUPPORTED_YET", message, path, hint: "download it to a file beside the config" };
}

function encrypted({ entry: { src }, path }: Uses): Finding {
  const message = `decrypting values ("${src}") by sops is not supported yet`;
  return { code: "CONFIG_NOT_SUPPORTED_YET", message, path, hint: "decrypt it in a pre_build hook" };
}

async function unreadable(
  error: unknown,
  file: string,
  use: Uses,
  config: string,
  names: FolderNames,
): Promise<Finding> {
  const { entry, release, path, count } = use;
  const { src, strict } = entry;
  const whose = `release "${release}"${count > 1 ? ` and ${count - 1} more` : ""}`;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "EISDIR")
    return { code: "VALUES_INVALID", message: `values file "${src}" of ${whose} is a folder`, path };
  if (code !== "ENOENT" && code !== "ENOTDIR") {
    const message = `values file "${src}" of ${whose} cannot be read: ${code ?? String(error)}`;
    return { code: "VALUES_NOT_FOUND", message, path };
  }
  if (!strict) {
    const message = `values file "${src}" of ${whose} is left out: it is not there`;
    return { code: "VALUES_NOT_FOUND", severity: "warning", message, path };
  }
  const near = suggest(basename(file), await names(dirname(file)));
  const hint =
    near === undefined
      ? `paths are relative to the folder of ${basename(config)}`
      : `did you mean "${src.slice(0, src.length - basename(src).length)}${near}"?`;
  return { code: "VALUES_NOT_FOUND", message: `there is no values file "${src}" (of ${whose})`, path, hint };
}
