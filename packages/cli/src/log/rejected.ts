import type { FormatOptions } from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";

/** Thrown when findings, at least one of them an error, end a command before it did anything. */
export class Rejected extends Error {
  readonly diagnostics: readonly Diagnostic[];
  /** The file that they are about. */
  readonly source: FormatOptions["source"];

  constructor(diagnostics: readonly Diagnostic[], source?: FormatOptions["source"]) {
    super(`${diagnostics.length} findings`);
    this.diagnostics = diagnostics;
    this.source = source;
  }
}
