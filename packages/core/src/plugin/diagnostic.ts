import type { ErrorCode } from "./error.js";

/** Positions are 1-based; `end` is exclusive. */
export interface SourceRange {
  readonly start: { readonly line: number; readonly col: number };
  readonly end: { readonly line: number; readonly col: number };
}

/** One finding about the user's input. Data only: the CLI turns it into text. */
export interface Diagnostic {
  readonly code: ErrorCode;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly file?: string;
  readonly range?: SourceRange;
  readonly hint?: string;
}
