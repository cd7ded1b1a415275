import { describe, expect, it } from "vitest";
import { isHelmwatchError } from "../plugin/index.js";
import { compilePassWhen } from "./compile-pass-when.js";

const seen = {
  value: 1.5,
  values: [1.5, 2],
  labels: [
    { pod: "a", zone: "x" },
    { pod: "b", zone: "y" },
  ],
  facts: { status: 200, cached: true, nested: { depth: 3 }, text: "all good" },
};

async function messageOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return isHelmwatchError(error) ? [error.code, error.message, error.facts] : error;
  }
  return "nothing thrown";
}

describe("compilePassWhen", () => {
  it.each([
    ["compares a double with an int", "value > 1", true],
    ["never rounds a double to an int", "value == 1", false],
    ["compares a double with an equal int", "values[1] == 2", true],
    ["adds ints to doubles", "value + 1 == 2.5", true],
    ["multiplies doubles by ints", "value * 100 <= 149", false],
    ["divides ints by doubles", "3 / value == 2", true],
    ["asks all samples", "values.all(v, v * 2 > 3)", false],
    ["asks for any sample", "values.exists(v, v == 2)", true],
    ["counts samples", "values.filter(v, v > 1).size() == 2", true],
    ["reads labels", 'labels.exists(l, l.zone == "y")', true],
    ["reads facts", "facts.status >= 200 && facts.status < 300 && facts.nested.depth == 3", true],
    ["takes a fact that is a bool as the answer", "facts.cached", true],
    ["tests for a fact that may be missing", "!has(facts.missing)", true],
    ["matches text", 'facts.text.matches("g.*d$")', true],
    ["calls a comparison with infinity what it is", "1.0 / 0 > 1", true],
  ])("%s", async (_, source, pass) => {
    expect((await compilePassWhen(source))(seen)).toBe(pass);
  });

  it.each<[claim: string, source: string, at: [line: number, column: number]]>([
    ["a syntax error", "value >", [1, 8]],
    ["a syntax error on a later line", "value > 1 &&\n  value < <", [2, 11]],
    ["an unknown variable", "1 < valeu", [1, 5]],
    ["an unknown function", "max(values) > 1", [1, 1]],
    ["a comparison that no value allows", "labels[0].pod > 1", [1, 1]],
    ["a number where true or false is expected", "size(values)", [1, 1]],
    ["nothing", "", [1, 1]],
  ])("rejects %s with its position", async (_, source, [line, column]) => {
    const [code, message, facts] = (await messageOf(() => compilePassWhen(source))) as [string, string, object];

    expect({ code, facts }).toEqual({ code: "CONFIG_INVALID", facts: { line, column } });
    expect(message).toContain(`pass_when ${JSON.stringify(source)} is not valid at line ${line}, column ${column}: `);
  });

  it("rejects an expression too deep to evaluate", async () => {
    expect(await messageOf(() => compilePassWhen(`${"(".repeat(2000)}true${")".repeat(2000)}`))).toMatchObject({
      0: "CONFIG_INVALID",
    });
  });

  it.each([
    ["a label that is not there", 'labels[0].nope == "x"', "cannot be evaluated: No such key: nope"],
    ["a sample that is not there", "values[7] > 1", "cannot be evaluated: No such key: index out of bounds"],
    ["types that only the observation shows", "facts.text > 1", "cannot be evaluated: no such overload"],
    ["an answer that is no bool", "facts.text", 'gives "all good", expected true or false'],
    ["an answer that is a number", "facts.nested.depth", "gives 3, expected true or false"],
  ])("throws on %s, quoting the expression", async (_, source, what) => {
    const passWhen = await compilePassWhen(source);

    expect(await messageOf(() => passWhen(seen))).toEqual([
      "CONFIG_INVALID",
      expect.stringContaining(`pass_when ${JSON.stringify(source)} ${what}`),
      {},
    ]);
  });

  it("does not guess which of several samples is the value", async () => {
    const passWhen = await compilePassWhen("value > 1");

    expect(await messageOf(() => passWhen({ values: [1, 2], labels: [{}, {}], facts: {} }))).toMatchInlineSnapshot(`
      [
        "CONFIG_INVALID",
        "pass_when "value > 1" asks for one value, there are 2: use values, as in values.all(v, v < 1)",
        {},
      ]
    `);
    expect(await messageOf(() => passWhen({ facts: {} }))).toMatchInlineSnapshot(`
      [
        "CONFIG_INVALID",
        "pass_when "value > 1" asks for value, which this observation does not have",
        {},
      ]
    `);
  });

  it("stops an expression that would not end", async () => {
    const passWhen = await compilePassWhen('facts.text.matches("(a+)+$")');

    expect(await messageOf(() => passWhen({ facts: { text: `${"a".repeat(50)}b` } }))).toMatchObject({
      1: expect.stringContaining("took longer than a second and was stopped"),
    });
  });
});
