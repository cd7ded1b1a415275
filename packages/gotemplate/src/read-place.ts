import type { SourceRange } from "@helmwatch/core/plugin";

export interface Place {
  /** Go's message without the place, in the user's names. */
  readonly message: string;
  readonly phase: "parse" | "execute";
  readonly range?: SourceRange;
}

/** `template: tpl:3:14: executing "tpl" at <.a.b>: …`; without the column when parsing. The engine names every file "tpl". */
const parsing = /^template: tpl:(\d+): ([\s\S]*)$/;
const executing = /^template: tpl:(\d+):(\d+): executing "[\s\S]*?" at <([\s\S]*?)>: ([\s\S]*)$/;

/** Takes Go's message about a template apart. */
export function readPlace(said: string, { name, text }: { readonly name: string; readonly text: string }): Place {
  const lines = text.split("\n");
  const run = executing.exec(said);
  if (run) {
    const [, line, column, snippet = "", message = ""] = run;
    const range = rangeOf(Number(line), spanOfSnippet(lines[Number(line) - 1] ?? "", Number(column), snippet));
    return { message: readable(message, name), phase: "execute", range };
  }
  const parse = parsing.exec(said);
  if (parse) {
    const [, line, message = ""] = parse;
    const range = rangeOf(Number(line), spanOfToken(lines[Number(line) - 1] ?? "", message));
    return { message: readable(message, name), phase: "parse", range };
  }
  return { message: readable(said, name), phase: "execute" };
}

/** Offsets in a line: from, and where it ends. */
type Span = readonly [from: number, to: number];

function rangeOf(line: number, [from, to]: Span): SourceRange {
  return { start: { line, col: from + 1 }, end: { line, col: Math.max(to, from + 1) + 1 } };
}

/** Go counts columns in bytes from 0, and for `.a.b` gives that of `.b`; the snippet is cut after 20 letters. */
function spanOfSnippet(line: string, byteColumn: number, snippet: string): Span {
  const at = Buffer.from(line).subarray(0, byteColumn).toString().length;
  const head = snippet.replace(/\.\.\.$/, "");
  const from = line.lastIndexOf(head, at);
  return head !== "" && from >= 0 && from + head.length >= at ? [from, from + head.length] : [at, at + 1];
}

/** A parser's message has no column, but often quotes what it means. */
function spanOfToken(line: string, message: string): Span {
  const token =
    /^(?:function|undefined variable|unexpected) "([^"]+)"/.exec(message)?.[1] ?? /<([^>]+)>/.exec(message)?.[1];
  if (token) {
    const escaped = token.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const found = new RegExp(/^\w+$/.test(token) ? `(?<![\\w.$"])${escaped}(?![\\w])` : escaped).exec(line);
    if (found) return [found.index, found.index + token.length];
  }
  const from = line.length - line.trimStart().length;
  return [from, line.trimEnd().length];
}

/** Leaves out that a call failed where the function's own words follow, and Go's name for every file. */
function readable(message: string, name: string): string {
  return message
    .replace(/^error calling (\w+): /, "$1: ")
    .replace(/\btpl:(\d+)/g, `${name}:$1`)
    .replace(/^template: /, "");
}
