import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openTemplates, type Templates } from "../../src/index.js";
import { engineResult, type Result } from "../result.js";
import { data } from "../table/data.js";
import { readTable } from "../table/read-table.js";
import { machine } from "../world.js";

describe.each(["sprig", "gomplate"] as const)(
  "expressions of %s have the results of Go on a real machine",
  (renderer) => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, `${renderer}.json`), "utf8")) as Record<
      string,
      Record<string, Result>
    >;
    let templates: Templates;
    beforeAll(async () => {
      templates = await openTemplates(machine(), [renderer]);
    });

    it("covers exactly the table", () => {
      const table = readTable(renderer).map(({ name, expressions }) => [name, [...new Set(expressions)]]);
      expect(Object.entries(golden).map(([name, results]) => [name, Object.keys(results)])).toEqual(table);
    });

    it.each(Object.entries(golden))("%s", (_, results) => {
      const expressions = Object.keys(results);
      expect(
        Object.fromEntries(expressions.map((text) => [text, engineResult(templates, renderer, text, data)])),
      ).toEqual(results);
    });
  },
);
