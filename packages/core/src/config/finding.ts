import type { Diagnostic, ErrorCode, SourceRange } from "../plugin/index.js";
import type { Path } from "./source-map.js";

/** Where something stands that a message is about. */
export interface Place {
  /** As users know it. */
  readonly file: string;
  readonly range: SourceRange;
}

/** A config that was read: what later steps need to speak of places in its files and to tell whether one changed. */
export interface ConfigSource {
  /** The file that includes the others, as users know it. */
  readonly file: string;
  /** Hex, of the bytes of all files. */
  readonly sha256: string;
  /** The context of releases that name none. */
  readonly context?: string;
  /**
   * Where the value, or the key, of a path of the config stands: `["monitors", 0, "prometheus", "url"]`. Falls back to
   * the nearest ancestor that exists.
   */
  locate(path: Path, part?: "key" | "value"): Place;
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

/** In the order in which they stand in the files. */
export function toDiagnostics(findings: readonly Finding[], { locate }: Pick<ConfigSource, "locate">): Diagnostic[] {
  return findings
    .map(({ code, severity = "error", message, path, at, hint }) => {
      // An excerpt of the line that holds a secret is masked by its key, so the key must stand on it.
      const place = locate(path, path.some(isSecretStep) ? "key" : at);
      return { code, severity, message, ...place, ...(hint === undefined ? {} : { hint }) };
    })
    .sort(byPosition);
}

/** Of files in whatever order, each one's together. */
export function byPosition({ file: x, range: a }: Diagnostic, { file: y, range: b }: Diagnostic): number {
  if (!a || !b) return 0;
  if (x !== y) return (x ?? "") < (y ?? "") ? -1 : 1;
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
