import { expect, it } from "vitest";
import { splitLines } from "./split-lines.js";

async function* stream(...chunks: (string | number[])[]) {
  for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk);
}

async function collect(source: AsyncIterable<string>) {
  const lines: string[] = [];
  for await (const line of source) lines.push(line);
  return lines;
}

it.each<[string, (string | number[])[], string[]]>([
  ["several lines in a chunk", ["a\nb\n"], ["a", "b"]],
  ["a line over three chunks", ["one ", "long", " line\n"], ["one long line"]],
  ["a chunk that begins with the line's end", ["a", "\nb\n"], ["a", "b"]],
  ["a character over two chunks", [[0xc3], [0xa9, 0x0a]], ["é"]],
  ["a character over four chunks", [[0xf0], [0x9f], [0x9a], [0x80, 0x0a]], ["🚀"]],
  ["a last line without an end", ["a\nb"], ["a", "b"]],
  ["empty lines", ["\n\na\r\n \n"], ["a\r"]],
  ["nothing", [], []],
])("splits %s", async (_, chunks, lines) => {
  expect(await collect(splitLines(stream(...chunks), () => new Error("too long")))).toEqual(lines);
});

it("gives up on a line without end instead of filling the memory", async () => {
  async function* endless() {
    const chunk = Buffer.alloc(1 << 20, "x");
    for (;;) yield chunk;
  }
  await expect(collect(splitLines(endless(), () => new Error("too long")))).rejects.toThrow("too long");
});
