import type { Facts, Observation } from "../plugin/index.js";
import type { Outcome } from "./monitor-spec.js";

export interface Judgement {
  readonly outcome: Outcome;
  /** One line that says why; empty for a plain pass. */
  readonly why: string;
  readonly value?: unknown;
  readonly facts?: Facts;
}

/** The compiled `pass_when` of a monitor: true or false for what was seen. Throws when it cannot be evaluated. */
export type PassWhen = (seen: {
  readonly value?: unknown;
  readonly values?: readonly number[];
  readonly labels?: readonly Readonly<Record<string, string>>[];
  readonly facts: Facts;
}) => boolean;

/** Evaluation is core's: what an observation means. A comparison with NaN is `no-data`, never pass. */
export function judge(seen: Observation, passWhen?: PassWhen): Judgement {
  const facts = seen.facts ? { facts: seen.facts } : {};
  switch (seen.kind) {
    case "no-data":
      return { outcome: "no-data", why: seen.why, ...facts };
    case "verdict":
      return { outcome: seen.pass ? "pass" : "fail", why: seen.why, ...facts };
    case "samples": {
      const values = seen.samples.map((sample) => sample.value);
      if (values.length === 0) return { outcome: "no-data", why: "result is empty", ...facts };
      if (values.some(Number.isNaN)) return { outcome: "no-data", why: "a sample is NaN", value: values, ...facts };
      if (!passWhen) return { outcome: "pass", why: "", value: values, ...facts };
      const labels = seen.samples.map((sample) => sample.labels);
      return byExpression(passWhen({ value: values[0], values, labels, facts: seen.facts ?? {} }), values, seen.facts);
    }
    case "value": {
      if (Number.isNaN(seen.value)) return { outcome: "no-data", why: "the value is NaN", value: seen.value, ...facts };
      if (passWhen)
        return byExpression(passWhen({ value: seen.value, facts: seen.facts ?? {} }), seen.value, seen.facts);
      if (typeof seen.value === "boolean")
        return {
          outcome: seen.value ? "pass" : "fail",
          why: seen.value ? "" : "the value is false",
          value: seen.value,
          ...facts,
        };
      return {
        outcome: "error",
        why: `the value ${JSON.stringify(seen.value)} needs a pass_when to be judged`,
        value: seen.value,
        ...facts,
      };
    }
  }
}

function byExpression(pass: boolean, value: unknown, facts: Facts | undefined): Judgement {
  const why = pass ? "" : `pass_when is false for ${JSON.stringify(value)}`;
  return { outcome: pass ? "pass" : "fail", why, value, ...(facts ? { facts } : {}) };
}
