import type { Diagnostic, ErrorCode, SourceRange } from "../plugin/index.js";
import type { Path } from "./source-map.js";

/** A config file that was read: what later steps need to speak of places in it and to tell whether it changed. */
export interface ConfigSource {
  /** As users know it, for messages. */
  readonly file: string;
  /** Hex, of the file's bytes. */
  readonly sha256: string;
  /** The context of releases that name none. */
  readonly context?: string;
  /**
   * Where the value, or the key, of a path of the file stands: `["monitors", 0, "prometheus", "url"]`. Falls back to
   * the nearest ancestor that exists.
   */
  locate(path: Path, part?: "key" | "value"): SourceRange;
}

/** A diagnostic whose place is still a path in the data. */
export interface Finding {
  readonly code: ErrorCode;
  readonly severity?: "error" | "warning";
  readonly message: string;
  readonly path: Path;
  readonly at?: "key" | "value";
  readonly hint?: string | undefined;
}

/** In the order in which they stand in the file. */
export function toDiagnostics(
  findings: readonly Finding[],
  { file, locate }: Pick<ConfigSource, "file" | "locate">,
): Diagnostic[] {
  return findings
    .map(({ code, severity = "error", message, path, at, hint }) => {
      // An excerpt of the line that holds a secret is masked by its key, so the key must stand on it.
      const range = locate(path, path.some(isSecretStep) ? "key" : at);
      return { code, severity, message, file, range, ...(hint === undefined ? {} : { hint }) };
    })
    .sort(byPosition);
}

export function byPosition({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  if (!a || !b) return 0;
  return a.start.line - b.start.line || a.start.col - b.start.col;
}

const secret = /pass(?!_credentials|_when)|token|secret|authorization|credential|cookie|(api|private|access)[-_]?key/i;

/** Whether a key, perhaps misspelt, holds something that must not be shown. */
export function isSecretKey(key: string): boolean {
  return secret.test(key) || /^p[as]{2,4}w/i.test(key);
}

const isSecretStep = (step: string | number) => typeof step === "string" && isSecretKey(step);

/** A value in a message: quoted and cut; only its kind for maps, lists and secrets. */
export function quoted(value: unknown, path: Path): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (path.some(isSecretStep)) return `a ${typeof value}`;
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
