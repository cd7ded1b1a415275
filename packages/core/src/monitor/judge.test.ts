import { describe, expect, it } from "vitest";
import type { Observation } from "../plugin/index.js";
import { type Judgement, judge, type PassWhen } from "./judge.js";

const samples = (...values: number[]): Observation => ({
  kind: "samples",
  samples: values.map((value, index) => ({ labels: { pod: `p${index}` }, value })),
});
const truths = (...values: number[]): Observation => ({ ...samples(...values), truths: true }) as Observation;
const value = (value: number | string | boolean): Observation => ({ kind: "value", value });
const verdict = (pass: boolean): Observation => ({
  kind: "verdict",
  pass,
  why: pass ? "" : "unexpected status code 503",
});

const always: PassWhen = () => true;
const never: PassWhen = () => false;

describe("judge", () => {
  it.each<
    [claim: string, seen: Observation, passWhen: PassWhen | undefined, outcome: Judgement["outcome"], why: string]
  >([
    [
      "calls a missing answer no-data",
      { kind: "no-data", why: "result is empty" },
      undefined,
      "no-data",
      "result is empty",
    ],
    [
      "lets no pass_when make no-data a pass",
      { kind: "no-data", why: "result is empty" },
      always,
      "no-data",
      "result is empty",
    ],
    ["calls an empty list of samples no-data", samples(), always, "no-data", "result is empty"],
    ["passes on samples that exist", samples(0, 5), undefined, "pass", ""],
    ["never passes on a NaN among samples", samples(1, Number.NaN), undefined, "no-data", "a sample is NaN"],
    ["never passes on a NaN whatever pass_when says", samples(Number.NaN), always, "no-data", "a sample is NaN"],
    [
      "fails a condition that is 0 for a sample",
      truths(1, 0),
      undefined,
      "fail",
      "the condition is false for 1 of 2 samples",
    ],
    ["passes a condition that is true for all samples", truths(1, 1), undefined, "pass", ""],
    ["leaves the truth values to pass_when where there is one", truths(1, 0), always, "pass", ""],
    [
      "says what pass_when rejected",
      samples(0.25, Number.POSITIVE_INFINITY),
      never,
      "fail",
      "pass_when is false for 0.25, Infinity",
    ],
    ["does not judge a bare number", value(7), undefined, "error", "the value 7 needs a pass_when to be judged"],
    ["does not judge a bare text", value("up"), undefined, "error", 'the value "up" needs a pass_when to be judged'],
    ["judges a number by pass_when", value(7), never, "fail", "pass_when is false for 7"],
    ["takes true as a pass", value(true), undefined, "pass", ""],
    ["takes false as a failure", value(false), undefined, "fail", "the value is false"],
    ["never passes on a NaN value", value(Number.NaN), always, "no-data", "the value is NaN"],
    ["takes a verdict as it is", verdict(false), undefined, "fail", "unexpected status code 503"],
    ["lets no pass_when overrule a failed verdict", verdict(false), always, "fail", "unexpected status code 503"],
    ["asks pass_when after a passed verdict, too", verdict(true), never, "fail", "pass_when is false"],
    ["passes when verdict and pass_when agree", verdict(true), always, "pass", ""],
  ])("%s", (_, seen, passWhen, outcome, why) => {
    expect(judge(seen, passWhen)).toMatchObject({ outcome, why });
  });

  it("gives pass_when the value only where there is one sample", () => {
    const asked: unknown[] = [];
    const ask: PassWhen = (seen) => asked.push(seen) > 0;
    judge({ ...samples(3), facts: { query: "up" } } as Observation, ask);
    judge(samples(3, 4), ask);

    expect(asked).toEqual([
      { value: 3, values: [3], labels: [{ pod: "p0" }], facts: { query: "up" } },
      { values: [3, 4], labels: [{ pod: "p0" }, { pod: "p1" }], facts: {} },
    ]);
  });

  it("reports values that JSON can hold, and only the first of many", () => {
    expect(judge(samples(1, Number.NaN, Number.NEGATIVE_INFINITY)).value).toEqual([1, "NaN", "-Infinity"]);
    const many = judge(samples(...Array.from({ length: 1000 }, (_, i) => i)), never);
    expect(many.value).toHaveLength(20);
    expect(many.why).toMatch(/, 19 and 980 more$/);
  });
});
