import type { Clock, Diagnostic } from "@helmwatch/core/plugin";

/** What templates reach of the world. Calls are synchronous, because a template cannot wait. */
export interface TemplateHost {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute; what relative paths and programs start from. */
  readonly folder: string;
  readonly clock: Pick<Clock, "wall">;
  /** An IANA name such as "Europe/Berlin"; the machine's own by default. */
  readonly timeZone?: string;
  readonly files: TemplateFiles;
  /** Runs a program without a shell. Throws when it cannot be started. */
  exec(command: string, args: readonly string[], stdin: string): ExecResult;
  /** Gets each warning of a template once. */
  warn(warning: Diagnostic): void;
}

export function timeZoneOf({ timeZone }: Pick<TemplateHost, "timeZone">): string {
  return timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Paths are as the template wrote them, relative to the host's folder, or absolute. What is thrown has Node's `code`. */
export interface TemplateFiles {
  read(path: string): Uint8Array;
  /** Without it and `list`, functions that look at folders fail. */
  stat?(path: string): FileStat;
  list?(path: string): readonly string[];
}

export interface FileStat {
  readonly folder: boolean;
  /** In bytes. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since the Unix epoch. */
  readonly modified: number;
}

export interface ExecResult {
  /** Null when a signal ended the program. */
  readonly exitCode: number | null;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What templates of values see of the plan; other templates do not have these functions. Text is YAML, and is read by the
 * library that helmwave uses. An implementation may render another template.
 */
export interface TemplatePlan {
  /** The rendered values of a file: of this release, or of another given by its uniqname. */
  getValues(file: string, release?: string): string;
  /** JSON-able. */
  getPlan(): unknown;
  /** The manifests of a release, as a stream of YAML documents. */
  getManifests(release: string): string;
  getTags(): readonly string[];
}
