import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTemplates } from "../../src/index.js";
import { nativeProgram, runNative } from "../native/run-native.js";
import { engineResult, nativeRequest, nativeResult, type Result } from "../result.js";
import { data } from "../table/data.js";
import { readTable } from "../table/read-table.js";
import { machine } from "../world.js";

/** Writes the expected results of the tables: those of Go on this machine, where it has the functions. */
const program = await nativeProgram();
for (const renderer of ["sprig", "gomplate"] as const) {
  const templates = await openTemplates(machine(), [renderer]);
  const golden: Record<string, Record<string, Result>> = {};
  for (const { name, engineOnly, expressions } of readTable(renderer)) {
    const requests = expressions.map((text) => nativeRequest(renderer, text, data));
    const answers = engineOnly ? [] : await runNative(program, requests);
    const results = engineOnly
      ? expressions.map((text) => engineResult(templates, renderer, text, data))
      : answers.map((answer, index) => nativeResult(answer, requests[index]!));
    golden[name] = Object.fromEntries(expressions.map((text, index) => [text, results[index]!]));
  }
  await writeFile(join(import.meta.dirname, `${renderer}.json`), `${JSON.stringify(golden, null, 2)}\n`);
}
