import { LineCounter, type Node, parseDocument } from "yaml";
import type { Diagnostic, ErrorCode, SourceRange } from "../plugin/index.js";
import { quickData } from "./quick-data.js";
import { fileStart, rangeAt, type SourceDocument, type SourceTree } from "./source-map.js";
import { toData } from "./to-data.js";

const maxBytes = 10 * 1024 * 1024;

export interface DocumentResult {
  /** Absent where the file cannot be read as YAML at all. */
  readonly document?: SourceDocument;
  /** The text, where it could be decoded; positions refer to it. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes → data with positions. Pure; every problem is a diagnostic with a range. */
export function readDocument(input: { readonly bytes: Uint8Array; readonly file: string }): DocumentResult {
  const { bytes, file } = input;
  const diagnostics: Diagnostic[] = [];
  const add = (code: ErrorCode, message: string, range: SourceRange, hint?: string, warning = false) => {
    const severity = warning ? "warning" : "error";
    diagnostics.push({ code, severity, message, file, range, ...(hint === undefined ? {} : { hint }) });
  };
  if (bytes.length > maxBytes) {
    const size = (bytes.length / 1024 / 1024).toFixed(1);
    add(
      "CONFIG_TOO_LARGE",
      `the file has ${size} MB, the limit is 10 MB`,
      fileStart,
      "move values into files of their own",
    );
    return { diagnostics };
  }
  const text = decode(bytes);
  if (text === undefined) {
    const { offset, range } = firstBadByte(bytes);
    const byte = bytes[offset]?.toString(16).padStart(2, "0") ?? "end";
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const hint = utf16 ? "this looks like UTF-16; save the file as UTF-8" : "save the file as UTF-8";
    add("CONFIG_ENCODING", `byte ${offset} (0x${byte}) is not valid UTF-8`, range, hint);
    return { diagnostics };
  }
  // Most files have nothing to tell, so their places are not sought until somebody asks.
  const quick = quickData(text);
  if (quick !== undefined) return { document: { text, ...quick, tree: once(() => treeOf(text)) }, text, diagnostics };
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  if (parsed === undefined) {
    add("CONFIG_SYNTAX", "nested too deeply to be read", fileStart);
    return { text, diagnostics };
  }
  for (const { code, message, pos } of parsed.errors) {
    const range = rangeAt(lines, pos[0], Math.min(pos[1], text.length));
    if (code === "MULTIPLE_DOCS")
      add("CONFIG_SYNTAX", "the file holds more than one YAML document", range, "remove what follows the `---`");
    else add("CONFIG_SYNTAX", plain(message), range);
  }
  if (parsed.errors.length > 0) return { text, diagnostics };
  for (const { message, pos } of parsed.warnings)
    add("CONFIG_SYNTAX", plain(message), rangeAt(lines, pos[0], pos[1]), undefined, true);
  const root = parsed.contents as Node | null;
  const { data, targets } = toData(root, (code, message, at, hint) => {
    const range = (at as Node | null)?.range;
    add(code, message, range ? rangeAt(lines, range[0], range[1]) : fileStart, hint);
  });
  return { document: { text, data, tree: () => ({ root, targets, lines }) }, text, diagnostics };
}

function treeOf(text: string): SourceTree {
  const lines = new LineCounter();
  const root = (parse(text, lines)?.contents ?? null) as Node | null;
  return { root, targets: toData(root, () => undefined).targets, lines };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Duplicate keys, merge keys and aliases are left to `toData`: the library's ways are quadratic. */
function parse(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, {
      version: "1.2",
      lineCounter,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
  } catch {
    // The parser recurses: only exhausting the stack makes it throw.
    return undefined;
  }
}

function plain(message: string): string {
  return message.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstBadByte(bytes: Uint8Array): { offset: number; range: SourceRange } {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (validPrefix(bytes.subarray(0, middle)) === undefined) bad = middle;
    else good = middle;
  }
  const before = (validPrefix(bytes.subarray(0, good)) ?? "").split("\n");
  const line = before.length;
  const col = (before.at(-1) ?? "").length + 1;
  return { offset: Math.min(good, bytes.length), range: { start: { line, col }, end: { line, col: col + 1 } } };
}

/** Decodes bytes that may stop within a character. */
function validPrefix(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
