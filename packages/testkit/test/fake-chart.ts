import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { FakeObject } from "./fake-cluster.js";

export interface RenderedChart {
  readonly objects: readonly FakeObject[];
  readonly notes: string;
  /** All files, for the size of a record. */
  readonly bytes: Buffer;
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

/** Renders what the suite's charts have in them; throws what helm would say. */
export function renderChart(path: string, release: string, values: Readonly<Record<string, string>>): RenderedChart {
  if (!existsSync(path)) throw new Error(`path "${path}" not found`);
  if (!existsSync(join(path, "Chart.yaml"))) throw new Error("Chart.yaml file is missing");
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(
    entries.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(path, file), readFileSync(file)] as const;
    }),
  );
  const value = (term: string): string | Buffer => {
    const [, literal, name, file] = /^(?:`(.*)`|\.Values\.(\w+)|\.Files\.Get `(.*)`)$/s.exec(term) ?? [];
    if (literal !== undefined) return literal;
    if (file !== undefined) return files.get(file) ?? "";
    return name === undefined ? release : (values[name] ?? "");
  };
  const text = (template: string) =>
    (files.get(`templates/${template}`)?.toString() ?? "").replace(/\{\{ (.*?) \}\}/g, (_, action: string) => {
      if (action.startsWith("fail "))
        throw new Error(`execution error at (conformance/templates/${template}:1:3): ${value(action.slice(5))}`);
      const [term = "", filter] = action.split(" | ");
      return filter ? sha256(value(term)) : String(value(term));
    });
  const documents = text("all.yaml").split("\n---\n").filter(Boolean);
  return {
    objects: documents.map((document) => JSON.parse(document) as FakeObject),
    notes: text("NOTES.txt"),
    bytes: Buffer.concat([...files.values(), Buffer.from(JSON.stringify(values))]),
  };
}
