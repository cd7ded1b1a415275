import { type Facts, HelmwatchError, type Observation } from "@helmwatch/core/plugin";
import type { Options } from "./options.js";
import type { QueryData } from "./read-answer.js";

const shownSamples = 10;

export interface Reading extends Pick<Options, "success_mode"> {
  /** Whether the values are those of a condition, `isCondition`. */
  readonly condition: boolean;
  /** The query and where it went. */
  readonly facts: Facts;
}

/** What a query's result means, as helmwave has it; a false condition, a NaN and a scalar are never a pass. */
export function observeResult(data: QueryData, { success_mode, condition, facts: where }: Reading): Observation {
  const facts = { ...where, ...notes(data) };
  if (data.resultType === "vector") return observeVector(data.result ?? [], { success_mode, condition, facts });
  if (success_mode === "if_empty" || data.resultType === "matrix") throw unfit(data.resultType, success_mode, facts);
  if (data.resultType === "string") return { kind: "value", value: data.result, facts };
  const value = toNumber(data.result);
  const isTruth = condition && !Number.isNaN(value);
  return { kind: "value", value: isTruth ? value !== 0 : value, facts };
}

type Series = NonNullable<Extract<QueryData, { resultType: "vector" }>["result"]>;

function observeVector(series: Series, { success_mode, condition, facts: more }: Reading): Observation {
  const samples = series
    .slice(0, shownSamples)
    .map(({ metric, value }) => ({ labels: metric, value: value ?? "histogram" }));
  const facts = { ...more, series: series.length, ...(samples.length > 0 ? { samples } : {}) };
  if (success_mode === "if_empty") {
    const isEmpty = series.length === 0;
    return { kind: "verdict", pass: isEmpty, why: isEmpty ? "" : "result is not empty", facts };
  }
  if (series.length === 0) return { kind: "no-data", why: "result is empty", facts };
  return {
    kind: "samples",
    samples: series.map(({ metric, value }) => {
      if (value !== undefined) return { labels: metric, value: toNumber(value) };
      throw new HelmwatchError("MONITOR_BAD_ANSWER", "the result is a native histogram, which has no one value", {
        hint: "ask for a number of it: histogram_quantile(0.99, …), histogram_count(…)",
        facts,
      });
    }),
    truths: condition,
    facts,
  };
}

/** Values come as texts: "0.5", "1e+06", "NaN", "+Inf", "-Inf". */
function toNumber(text: string): number {
  const value = Number(text.replace("Inf", "Infinity"));
  if (!Number.isNaN(value) || text === "NaN") return value;
  throw new HelmwatchError("MONITOR_BAD_ANSWER", `a sample's value is ${JSON.stringify(text)}, expected a number`);
}

function unfit(resultType: string, success_mode: string, facts: Facts): HelmwatchError {
  if (resultType === "matrix")
    return new HelmwatchError("MONITOR_QUERY_REJECTED", "the result is a matrix: use an instant vector", {
      hint: "wrap the range in a function, as in rate(x[5m]) or max_over_time(x[5m])",
      facts,
    });
  return new HelmwatchError("MONITOR_BAD_ANSWER", `the result is a ${resultType}, which is never empty`, {
    hint: `success_mode: ${success_mode} needs a query that gives a vector`,
    facts,
  });
}

function notes({ warnings = [], infos = [] }: QueryData): Facts {
  return {
    ...(warnings.length > 0 ? { warnings: warnings.slice(0, shownSamples) } : {}),
    ...(infos.length > 0 ? { infos: infos.slice(0, shownSamples) } : {}),
  };
}
