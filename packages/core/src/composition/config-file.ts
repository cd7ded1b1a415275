import type { SourceDocument } from "../config/source-map.js";
import type { Diagnostic } from "../plugin/index.js";

/** A file of the config with those that it includes. */
export interface ConfigFile {
  /** As users know it, for messages. */
  readonly file: string;
  /** Its folder, relative to that of the first file, with `/`; empty for that one's own. */
  readonly folder: string;
  /** Hex, of its bytes. */
  readonly sha256: string;
  /** Absent where it could not be read. */
  readonly document?: SourceDocument;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly includes: readonly ConfigFile[];
  /** Names of charts in it that are paths of its folder, though they might name a repository: `charts/app`. */
  readonly localCharts: ReadonlySet<string>;
}

/** The file and all that it includes, depth first. */
export function allFiles(file: ConfigFile): readonly ConfigFile[] {
  return [file, ...file.includes.flatMap(allFiles)];
}
