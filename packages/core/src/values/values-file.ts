import type { ValuesFileConfig } from "../config/config.js";
import type { SelectedRelease } from "../plan/plan.js";
import type { ValuesSource } from "./read-sources.js";
import type { Delimiters, TemplateRenderer } from "./values-engine.js";

/** A file of a release's values. */
export interface ValuesFile {
  readonly release: SelectedRelease;
  /** In the release's list of values. */
  readonly position: number;
  readonly entry: ValuesFileConfig;
  readonly source: ValuesSource;
  /** Absent for a file that is taken as it is. */
  readonly template?: { readonly renderer: TemplateRenderer; readonly delimiters: Delimiters };
}
