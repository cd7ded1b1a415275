import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { quickData } from "../../src/config/quick-data.js";
import { readConfig } from "../../src/config/read-config.js";
import { toData } from "../../src/config/to-data.js";
import { yamlText } from "./yaml-text.js";

/** What the reader with places gives; undefined where it has anything at all to say. */
function careful(text: string): { data: unknown } | undefined {
  const { contents, errors, warnings } = parseDocument(text, { version: "1.2", uniqueKeys: false, logLevel: "error" });
  let isGood = errors.length === 0 && warnings.length === 0;
  if (!isGood) return undefined;
  const { data } = toData(contents as Parameters<typeof toData>[0], () => {
    isGood = false;
  });
  return isGood ? { data } : undefined;
}

/** The order of keys, -0 and own `__proto__` matter, too. */
const exact = (data: unknown): unknown =>
  typeof data !== "object" || data === null
    ? data
    : Array.isArray(data)
      ? data.map(exact)
      : Object.entries(data).map(([key, value]) => [key, exact(value)]);

function expectSame(text: string): void {
  const known = careful(text);
  expect(known, "the careful reader refuses it").toBeDefined();
  expect(exact(quickData(text)?.data)).toStrictEqual(exact(known?.data));
}

it("gives what the careful reader gives, wherever it gives anything: 3,000 texts, most odd, many faulty", () => {
  let quick = 0;
  fc.assert(
    fc.property(yamlText, (text) => {
      if (quickData(text) === undefined) return;
      quick++;
      expectSame(text);
    }),
    { numRuns: 3000 },
  );
  expect(quick).toBeGreaterThan(300);
});

it.each([
  ["anchors and merge keys", "x: &x {a: 1, b: [2]}\ny:\n  <<: *x\n  a: 3\nz:\n  <<: [*x, {c: 4}]\nw: *x\n"],
  ["every kind of number", "n: [0, -0, +1, 007, 0o14, 0xAf, 1.10, 1e3, .5, 5., -.5e-2, .inf, -.INF, .nan]\n"],
  ["what only looks like one", "n: [1_000, 0b1, 12:30:45, 2001-01-01, 1.2.3, 0o8, 1e, +.inf., .Nan, 5.., -.]\n"],
  ["numbers that lose digits", "n: 9007199254740993\nm: 123456789012345678901234567890\n"],
  ["truth and nothing", "n: [true, True, TRUE, tRUE, yes, no, on, off, y, n, null, Null, NULL, ~, nUll]\ne:\n"],
  ["keys that are no text", "1: a\n1.10: b\ntrue: c\n~: d\nnull: e\n__proto__: f\n"],
  ["quotes", "'it''s': \"a\\tb \\u00e9\\x41\\U0001F600 \\/ \\\"\"\ne: ''\nf: \"\"\n"],
  ["values of several lines", "a: one\n  two\n\n  three\nb: 'one\n  two'\nc: \"one\n\n  two\"\n"],
  [
    "block scalars",
    "a: |\n  one\n    two\n\n  three\n\nb: >-\n  one\n  two\n\n  three\nc: |+\n  one\n\nd: >\n\n  one\n",
  ],
  ["programs of queries", 'expr: up{job="a"} != 1 and rate(x[5m]) > 0\nurl: http://h:80/p?a=b#c\n'],
  ["comments", "# top\na: # one\n  b: 1 # two\n# three\n  # four\n  c:\n  # five\n  - d # six\n"],
  ["lists as deep as their keys", "a:\n- b\n- - c\n  - d: 1\n    e: 2\n-\n  f: 3\n"],
  ["JSON", '{"a": [1, {"b": null}], "c": "d",\n "e":false}'],
  ["more than ASCII", "é: ü\n名前: 😀\n"],
])("reads %s", (_, text) => {
  expect(quickData(text)).toBeDefined();
  expectSame(text);
});

describe("leaves to the careful reader", () => {
  const deep = (levels: number) => `a: ${"[".repeat(levels)}${"]".repeat(levels)}\n`;
  const bomb = Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${i ? `${`*a${i - 1}, `.repeat(10)}1` : "x"}]\n`);

  it.each([
    ["nothing", ""],
    ["what is no map", "- a\n"],
    ["more than one document", "a: 1\n---\nb: 2\n"],
    ["the start of a document", "---\na: 1\n"],
    ["directives", "%YAML 1.1\n---\na: yes\n"],
    ["tags", "a: !!str 1\n"],
    ["explicit keys", "? a\n: 1\n"],
    ["keys that are lists", "[a]: 1\n"],
    ["keys without text", ": 1\n"],
    ["a key that stands twice", "a: 1\na: 2\n"],
    ["two merge keys", "x: &x {a: 1}\n<<: *x\n<<: *x\n"],
    ["a merge key that is quoted", "x: {a: 1}\n'<<': 2\n"],
    ["merging what is no map", "<<: [1]\n"],
    ["aliases of nothing", "a: *b\n"],
    ["aliases of what they are in", "a: &a [*a]\n"],
    ["anchors with one name", "a: &x 1\nb: &x 2\nc: *x\n"],
    ["aliases that expand without end", bomb.join("")],
    ["deep nesting", deep(100)],
    ["tabs", "a:\t1\n"],
    ["lines that end as on Windows", "a: 1\r\nb: 2\r\n"],
    ["a byte order mark", "\ufeffa: 1\n"],
    ["other breaks of lines", "a: b\u0085c\nd: e\u2028f\n"],
    ["control characters", "a: b\u0007\n"],
    ["faults", "a: [1\n"],
    // Here the careful reader is wrong, or js-yaml is: they disagree.
    ["a comment before a value on a line of its own", "a:\n# b\n  c\nd: 1\n"],
    ["a comment within a list in brackets", "a: [b: 1\n# c\n ]\n"],
    ["something behind a quoted item", "a:\n- ''b: 1\n"],
  ])("%s", (_, text) => {
    expect(quickData(text)).toBeUndefined();
  });
});

it("a number where text is expected is as it was written, whether its place is known or not", () => {
  const versions = ["1", "1.10", "2.50", "0x10", "1.5", "True", "false"];
  const text = versions.map(
    (version, i) => `  - {name: r${i}, namespace: n, chart: {name: o/c, version: ${version}}}\n`,
  );
  for (const bytes of [`releases:\n${text.join("")}`, `releases: !!seq\n${text.join("")}`].map((all) =>
    Buffer.from(all),
  ))
    expect(readConfig({ bytes, file: "x.yml" }).config?.releases.map(({ chart }) => chart.version)).toEqual(versions);
});
