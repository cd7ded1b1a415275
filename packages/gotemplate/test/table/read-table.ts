import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Renderer } from "../../src/index.js";

export interface Family {
  readonly name: string;
  /** Only the engine has these functions, or refuses them: there is nothing to compare with. */
  readonly engineOnly: boolean;
  readonly expressions: readonly string[];
}

/** The table of a renderer: one expression a line, a family after `#`, or after `#!` if only the engine has it. */
export function readTable(renderer: Renderer): readonly Family[] {
  const families: { name: string; engineOnly: boolean; expressions: string[] }[] = [];
  for (const line of readFileSync(join(import.meta.dirname, `${renderer}.txt`), "utf8").split("\n")) {
    const heading = /^(#!?) (.*)$/.exec(line);
    if (heading) families.push({ name: heading[2] ?? "", engineOnly: heading[1] === "#!", expressions: [] });
    else if (line !== "") families.at(-1)?.expressions.push(line);
  }
  return families;
}
