import { describe, expect, it } from "vitest";
import { findJunit, parseJunit } from "./junit.js";

const suite = (...cases: string[]) => `<?xml version="1.0"?>\n<testsuite name="s">${cases.join("")}</testsuite>`;
const ok = '<testcase name="ok"/>';

describe("a JUnit document", () => {
  it.each<[string, string, object | undefined]>([
    ["without tests", suite(), { tests: 0, failing: [] }],
    ["of one that passes", suite(ok), { tests: 1, failures: 0 }],
    [
      "of each kind",
      suite(
        ok,
        '<testcase classname="shop.Order" name="ships"><failure message="no"/></testcase>',
        "<testcase name='breaks'><error>boom</error><system-out>x</system-out></testcase>",
        '<testcase name="later"><skipped/></testcase>',
      ),
      { tests: 4, failures: 1, errors: 1, skipped: 1, failing: ["shop.Order › ships", "breaks"] },
    ],
    ["in testsuites", `<testsuites>${suite(ok)}${suite(ok)}</testsuites>`, { tests: 2 }],
    ["with a totals lie", `<testsuite tests="1" failures="1">${ok}</testsuite>`, { tests: 1, failures: 0 }],
    [
      "with a failure in text",
      suite("<testcase name='t'><![CDATA[<failure>]]><!-- <failure/> --></testcase>"),
      { failures: 0 },
    ],
    [
      "with entities",
      suite('<testcase name="a &lt;b&gt; &amp;lt; &#228;"><failure/></testcase>'),
      { failing: ["a <b> &lt; ä"] },
    ],
    ["with > in an attribute", suite('<testcase name="a > b"><failure/></testcase>'), { failing: ["a > b"] }],
    [
      "failed and broken at once",
      suite('<testcase name="t"><failure/><error/></testcase>'),
      { failures: 0, errors: 1, tests: 1 },
    ],
    ["cut off", '<testsuite><testcase name="t">', undefined],
    ["closed crosswise", "<testsuite><testcase name='t'></testsuite></testcase>", undefined],
    ["that is HTML", "<html><body></body></html>", undefined],
    ["that is text", "all fine", undefined],
  ])("%s", (_, xml, expected) => {
    const result = parseJunit(xml);
    if (expected === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(expected);
  });

  it("is read in time that grows with its size, whatever stands in it", () => {
    const hostile = suite(`<testcase ${'a="b" '.repeat(50_000)}<`, "<".repeat(50_000), "<!--".repeat(2_000));
    const startedAt = performance.now();
    parseJunit(hostile);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it("names twenty failed tests at most", () => {
    const cases = Array.from({ length: 30 }, (_, index) => `<testcase name="t${index}"><failure/></testcase>`);
    expect(parseJunit(suite(...cases))).toMatchObject({ failures: 30, failing: { length: 20 } });
  });
});

describe("the markers", () => {
  const markers = { begin: "BEGIN", end: "END" };
  it.each([
    ["log\nBEGIN\n<a>\n</a>\nEND\nmore", "<a>\n</a>"],
    ["BEGIN\nold\nEND\nBEGIN\nnew\nEND", "new"],
    ["  BEGIN \r\nx\r\nEND", "x"],
    ["BEGIN\nx", undefined],
    ["x\nEND", undefined],
    ["END\nBEGIN", undefined],
    ["echo BEGIN\nx\nEND", undefined],
  ])("%j holds %j", (log, expected) => {
    expect(findJunit(log, markers)).toBe(expected);
  });
});
