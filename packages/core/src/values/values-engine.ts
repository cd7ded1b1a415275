import type { Diagnostic, HelmwatchError } from "../plugin/index.js";

export type TemplateRenderer = "sprig" | "gomplate";

/** A values file to render. */
export interface ValuesTemplate {
  /** As the user named the file. */
  readonly name: string;
  /** Tells apart files of one name. */
  readonly id: string;
  readonly text: string;
  readonly renderer: TemplateRenderer;
  readonly delimiters: Delimiters;
  readonly data: unknown;
  readonly plan: PlanFunctions;
}

export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

/** What templates ask of the plan; texts are YAML. What these throw ends the template. */
export interface PlanFunctions {
  getValues(file: string, release?: string): string;
  getPlan(): unknown;
  getManifests(release: string): string;
  getTags(): readonly string[];
}

/** Go's templates, which core has no engine for: see @helmwatch/gotemplate. */
export interface ValuesEngine {
  /** Synchronous, and may be called again from within. Throws a HelmwatchError; TEMPLATE_CYCLE for an id within itself. */
  render(template: ValuesTemplate): string;
  /** Marks an object of data: a key that it lacks is then an error. */
  fields(data: Readonly<Record<string, unknown>>): unknown;
  /** An error of `render` as findings, the innermost template first. */
  diagnostics(error: HelmwatchError): readonly Diagnostic[];
}
