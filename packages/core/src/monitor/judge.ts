import type { Facts, Observation } from "../plugin/index.js";
import type { Outcome } from "./monitor-spec.js";

export interface Judgement {
  readonly outcome: Outcome;
  /** One line that says why; empty for a plain pass. */
  readonly why: string;
  /** What was judged, JSON-safe: the value, or those of the first samples; NaN and infinities are strings. */
  readonly value?: unknown;
  readonly facts?: Facts;
}

/** The compiled `pass_when` of a monitor: true or false for what was seen. Throws when it cannot be evaluated. */
export type PassWhen = (seen: {
  /** Absent when there are several samples: judging one of them in silence would be a guess. */
  readonly value?: unknown;
  readonly values?: readonly number[];
  readonly labels?: readonly Readonly<Record<string, string>>[];
  readonly facts: Facts;
}) => boolean;

/** Evaluation is core's: what an observation means. A comparison with NaN is `no-data`, never pass. */
export function judge(seen: Observation, passWhen?: PassWhen): Judgement {
  const verdict = weigh(seen, passWhen);
  return seen.facts ? { ...verdict, facts: seen.facts } : verdict;
}

function weigh(seen: Observation, passWhen: PassWhen | undefined): Judgement {
  const facts = seen.facts ?? {};
  switch (seen.kind) {
    case "no-data":
      return { outcome: "no-data", why: seen.why };
    case "verdict":
      if (seen.pass && passWhen) return decided(passWhen({ facts }), "pass_when is false");
      return { outcome: seen.pass ? "pass" : "fail", why: seen.why };
    case "samples": {
      const values = seen.samples.map((sample) => sample.value);
      const value = values.slice(0, shownSamples).map(jsonSafe);
      if (values.length === 0) return { outcome: "no-data", why: "result is empty" };
      if (values.some(Number.isNaN)) return { outcome: "no-data", why: "a sample is NaN", value };
      if (passWhen) {
        const labels = seen.samples.map((sample) => sample.labels);
        const only = values.length === 1 ? { value: values[0] } : {};
        return {
          ...decided(passWhen({ ...only, values, labels, facts }), `pass_when is false for ${list(values)}`),
          value,
        };
      }
      const zeros = seen.truths ? values.filter((sample) => sample === 0).length : 0;
      return { ...decided(zeros === 0, `the condition is false for ${zeros} of ${values.length} samples`), value };
    }
    case "value": {
      const value = jsonSafe(seen.value);
      if (Number.isNaN(seen.value)) return { outcome: "no-data", why: "the value is NaN", value };
      if (passWhen)
        return {
          ...decided(passWhen({ value: seen.value, facts }), `pass_when is false for ${show(seen.value)}`),
          value,
        };
      if (typeof seen.value === "boolean") return { ...decided(seen.value, "the value is false"), value };
      return { outcome: "error", why: `the value ${show(seen.value)} needs a pass_when to be judged`, value };
    }
  }
}

const shownSamples = 20;

const decided = (pass: boolean, why: string): Judgement =>
  pass ? { outcome: "pass", why: "" } : { outcome: "fail", why };

const jsonSafe = (value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

const show = (value: unknown) => (typeof value === "string" ? JSON.stringify(value) : String(value));

function list(values: readonly number[]): string {
  const more = values.length - shownSamples;
  return `${values.slice(0, shownSamples).map(show).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
