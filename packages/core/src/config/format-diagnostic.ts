import type { Diagnostic, SourceRange } from "../plugin/index.js";
import { isSecretKey } from "./finding.js";

export type Paint = (style: "error" | "warning" | "dim" | "hint", text: string) => string;

export interface FormatOptions {
  /** The files that excerpts are taken from; diagnostics of others, which may be full of secrets, show none. */
  readonly source?: { readonly texts: ReadonlyMap<string, string> };
  /** Adds colour; none by default. */
  readonly paint?: Paint;
}

const width = 80;
const plainPaint: Paint = (_, text) => text;

/** One diagnostic as text without a final newline: headline, excerpt with a caret, message, hint. */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  return formatDiagnostics([diagnostic], options);
}

/** Diagnostics separated by an empty line. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  const { source, paint = plainPaint } = options;
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    if (!lines.has(file)) lines.set(file, source?.texts.get(file)?.split("\n") ?? []);
    return lines.get(file);
  };
  return diagnostics
    .map((diagnostic) =>
      format(diagnostic, diagnostic.file === undefined ? undefined : linesOf(diagnostic.file), paint),
    )
    .join("\n\n");
}

function format(diagnostic: Diagnostic, lines: readonly string[] | undefined, paint: Paint): string {
  const { code, severity, range, hint } = diagnostic;
  const place = [diagnostic.file, range?.start.line, range?.start.col].filter((one) => one !== undefined).join(":");
  const head = `${paint(severity, `${severity} ${code}`)}  ${visible(place)}`.trimEnd();
  const message = visible(diagnostic.message);
  const line = range && lines?.[range.start.line - 1];
  const number = String(range?.start.line ?? "");
  const gutter = " ".repeat(number.length + 2);
  const rows = [head];
  if (range !== undefined && line !== undefined && line.trim() !== "") {
    const { text, caretAt, caretLength } = excerpt(line, range, width - gutter.length - 2);
    const indent = " ".repeat(caretAt);
    const caret = "^".repeat(caretLength);
    rows.push(paint("dim", ` ${number} │ `) + text);
    const fits = gutter.length + 2 + caretAt + caretLength + 1 + message.length <= width;
    rows.push(`${paint("dim", `${gutter}│ `)}${indent}${paint(severity, fits ? `${caret} ${message}` : caret)}`);
    if (!fits) rows.push(...wrap(message, `${gutter}= `));
  } else rows.push(...wrap(message, `${gutter}= `));
  if (hint !== undefined) rows.push(...wrap(visible(hint), `${gutter}= `).map((row) => paint("hint", row)));
  return rows.join("\n");
}

/** The part of a line around a range, at most `room` columns, with secrets blanked. */
function excerpt(line: string, range: SourceRange, room: number) {
  const shown = Array.from(visible(maskSecrets(line.replace(/\r$/, ""))));
  const start = Math.min(Array.from(line.slice(0, range.start.col - 1)).length, shown.length);
  const endCol = range.end.line === range.start.line ? range.end.col - 1 : line.length;
  const end = Math.min(
    Math.max(Array.from(line.slice(0, endCol)).length, start + 1),
    Math.max(shown.length, start + 1),
  );
  const fits = shown.length <= room;
  const from = fits ? 0 : Math.max(0, Math.min(start - Math.floor(room / 3), shown.length - room));
  const part = shown.slice(from, from + room);
  if (from > 0) part[0] = "…";
  if (from + room < shown.length) part[part.length - 1] = "…";
  const caretAt = start - from;
  const marked = trimmedEnd(shown, start, end) - start;
  return { text: part.join("").trimEnd(), caretAt, caretLength: Math.max(1, Math.min(marked, room - caretAt)) };
}

function trimmedEnd(shown: readonly string[], start: number, end: number): number {
  let last = end;
  while (last > start + 1 && (shown[last - 1] ?? " ") === " ") last--;
  return last;
}

/** Hides what follows a key such as `password:`, or stands in a URL, character by character, so that columns stay. */
function maskSecrets(line: string): string {
  // Of git over https the user alone may be a token.
  const credentials = /(?<=:\/\/[^/\s:@]*:|git\+https?:\/\/)[^/\s@]+(?=@)/g;
  let masked = line.replace(credentials, (secret) => "*".repeat(secret.length));
  for (const { 0: match, 1: key = "", index } of line.matchAll(/([\w.-]+)["']?\s*:\s+(?=\S)/g)) {
    if (!isSecretKey(key)) continue;
    const from = index + match.length;
    const length = (/^[&*{[|>"']/.test(line.slice(from)) ? /^.*/ : /^[^,}]*/).exec(line.slice(from))?.[0].length ?? 0;
    masked = masked.slice(0, from) + "*".repeat(length) + masked.slice(from + length);
  }
  return masked;
}

/** Control characters, tabs included, each as one harmless column. */
export function visible(text: string): string {
  return text.replace(/\t/g, " ").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "·");
}

function wrap(text: string, prefix: string): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ")) {
    if (row !== "" && prefix.length + row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else row = row === "" ? word : `${row} ${word}`;
  }
  return [...rows, row].map((one, index) => (index === 0 ? prefix : " ".repeat(prefix.length)) + one);
}
