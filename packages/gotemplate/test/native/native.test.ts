import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { goVersion } from "../../build/compile.js";
import { openTemplates, type Renderer, type Templates } from "../../src/index.js";
import { engineResult, nativeRequest, nativeResult } from "../result.js";
import { data } from "../table/data.js";
import { readTable } from "../table/read-table.js";
import { machine } from "../world.js";
import { randomData, randomTemplate } from "./random-template.js";
import { nativeProgram, runNative } from "./run-native.js";

const go = await goVersion();
const renderers: readonly Renderer[] = ["sprig", "gomplate"];

describe.skipIf(go === undefined)("the engine does what Go does on this machine (needs go on PATH)", () => {
  let program: string;
  let templates: Templates;
  beforeAll(async () => {
    program = await nativeProgram();
    templates = await openTemplates(machine(), renderers);
  }, 300_000);

  const compare = async (cases: readonly { renderer: Renderer; text: string; data: unknown }[]) => {
    const requests = cases.map((one) => nativeRequest(one.renderer, one.text, one.data));
    const answers = await runNative(program, requests);
    for (const [index, { renderer, text, data }] of cases.entries())
      expect({ text, data, result: engineResult(templates, renderer, text, data) }).toEqual({
        ...{ text, data },
        result: nativeResult(answers[index]!, requests[index]!),
      });
  };

  it.each(renderers)("with every expression of the table of %s", async (renderer) => {
    const expressions = readTable(renderer).flatMap((family) => (family.engineOnly ? [] : family.expressions));
    await compare(expressions.map((text) => ({ renderer, text, data })));
  });

  it.each(renderers)("with random templates and data of %s", async (renderer) => {
    const seed = Math.trunc(Math.random() * 2 ** 31);
    const cases = fc.sample(fc.tuple(randomTemplate(renderer), randomData), { seed, numRuns: 200 });
    try {
      await compare(cases.map(([text, data]) => ({ renderer, text, data })));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });
});
