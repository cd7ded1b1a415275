import type { Diagnostic, Observation } from "@helmwatch/core/plugin";
import type { QueryTable } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { failure, type Input, misbehave, monitor, observe, serve, stable } from "../test/start-monitor.js";

describe("what a result means", () => {
  const table: QueryTable = {
    up: { vector: [{ labels: { job: "a" }, value: 1 }] },
    zero: { vector: [{ value: 0 }] },
    many: {
      vector: [
        { labels: { job: "a" }, value: 1 },
        { labels: { job: "b" }, value: 0.5 },
      ],
    },
    nan: { vector: [{ value: Number.NaN }] },
    inf: { vector: [{ value: Number.POSITIVE_INFINITY }, { value: Number.NEGATIVE_INFINITY }] },
    "up > bool 1": {
      vector: [
        { labels: { job: "a" }, value: 1 },
        { labels: { job: "b" }, value: 0 },
      ],
    },
    "2 > bool 1": { scalar: 1 },
    "1 > bool 2": { scalar: 0 },
    "scalar(up)": { scalar: 0.25 },
    "scalar(gone)": { scalar: Number.NaN },
    '"text"': { string: "text" },
  };

  type Seen = {
    kind: Observation["kind"];
    values?: number[];
    truths?: boolean;
    value?: unknown;
    why?: string;
    pass?: boolean;
  };
  it.each<[claim: string, expr: string, success_mode: string, seen: Seen]>([
    ["one series", "up", "if_vector", { kind: "samples", values: [1], truths: false }],
    ["a series of value 0, which exists", "zero", "if_vector", { kind: "samples", values: [0], truths: false }],
    ["several series", "many", "if_vector", { kind: "samples", values: [1, 0.5], truths: false }],
    ["NaN", "nan", "if_vector", { kind: "samples", values: [Number.NaN], truths: false }],
    ["both infinities", "inf", "if_vector", { kind: "samples", values: [Infinity, -Infinity], truths: false }],
    ["the values of a condition", "up > bool 1", "if_vector", { kind: "samples", values: [1, 0], truths: true }],
    ["an empty vector", "gone", "if_vector", { kind: "no-data", why: "result is empty" }],
    ["an empty vector that is wanted", "gone", "if_empty", { kind: "verdict", pass: true, why: "" }],
    ["series where none is wanted", "up", "if_empty", { kind: "verdict", pass: false, why: "result is not empty" }],
    ["a NaN where nothing is wanted", "nan", "if_empty", { kind: "verdict", pass: false, why: "result is not empty" }],
    ["a scalar", "scalar(up)", "if_vector", { kind: "value", value: 0.25 }],
    ["a scalar of a series that is gone", "scalar(gone)", "if_vector", { kind: "value", value: Number.NaN }],
    ["a condition of scalars that holds", "2 > bool 1", "if_vector", { kind: "value", value: true }],
    ["a condition of scalars that does not hold", "1 > bool 2", "if_vector", { kind: "value", value: false }],
    ["a string", '"text"', "if_vector", { kind: "value", value: "text" }],
  ])("takes %s for what it is", async (_, expr, success_mode, seen) => {
    const { facts, ...observation } = await observe({ url: (await serve(table)).url, expr, success_mode });
    const { samples, ...rest } = observation as Observation & { samples?: { value: number }[] };

    expect({ ...rest, ...(samples ? { values: samples.map(({ value }) => value) } : {}) }).toEqual(seen);
    expect(facts).toMatchObject({ query: expr });
  });

  it.each<[claim: string, expr: string, success_mode: string, message: string]>([
    ["a matrix", "up[5m]", "if_vector", "the result is a matrix: use an instant vector"],
    ["a matrix where nothing is wanted", "up[5m]", "if_empty", "the result is a matrix: use an instant vector"],
    ["a scalar where nothing is wanted", "1", "if_empty", "the result is a scalar, which is never empty"],
    ["a string where nothing is wanted", '"a"', "if_empty", "the result is a string, which is never empty"],
    ["a value that is no number", "broken", "if_vector", `a sample's value is "1,5", expected a number`],
    ["a native histogram", "histogram", "if_vector", "the result is a native histogram, which has no one value"],
  ])("does not judge %s", async (_, expr, success_mode, message) => {
    const vector = (sample: object) => ({
      answer: { body: JSON.stringify({ status: "success", data: { resultType: "vector", result: [sample] } }) },
    });
    const { url } = await serve({
      "up[5m]": { matrix: [{ values: [1] }] },
      "1": { scalar: 1 },
      '"a"': { string: "a" },
      broken: vector({ metric: {}, value: [1, "1,5"] }),
      histogram: vector({ metric: {}, histogram: [1, { count: "1", sum: "2" }] }),
    });

    expect((await failure(observe({ url, expr, success_mode }))).message).toBe(message);
  });

  it("takes a native histogram as a result where none is wanted", async () => {
    const sample = { metric: {}, histogram: [1, { count: "1", sum: "2" }] };
    const body = JSON.stringify({ status: "success", data: { resultType: "vector", result: [sample] } });
    const { url } = await misbehave({ body });

    expect(await observe({ url, success_mode: "if_empty" })).toMatchObject({ kind: "verdict", pass: false });
  });

  it("takes null as an empty vector, as some servers of the same API say it", async () => {
    const { url } = await misbehave({ body: '{"status":"success","data":{"resultType":"vector","result":null}}' });

    expect(await observe({ url })).toMatchObject({ kind: "no-data", why: "result is empty" });
  });

  it("tells in facts what was asked and seen, warnings included, JSON-safe and bounded", async () => {
    const vector = Array.from({ length: 50 }, (_, index) => ({
      labels: { i: `${index}` },
      value: index || Number.NaN,
    }));
    const { url } = await serve({ up: { vector, warnings: ["store gateway is away"], infos: ["not a counter"] } });
    const { facts = {} } = await observe({ url: `${url}/`, expr: "  up\n" });

    expect({ ...facts, url: stable(String(facts.url)), samples: (facts.samples as unknown[]).slice(0, 2) }).toEqual({
      query: "up",
      url: "http://SERVER/",
      series: 50,
      samples: [
        { labels: { i: "0" }, value: "NaN" },
        { labels: { i: "1" }, value: "1" },
      ],
      warnings: ["store gateway is away"],
      infos: ["not a counter"],
    });
    expect(facts.samples).toHaveLength(10);
  });
});

describe("preflight", () => {
  const check = async (input: Input): Promise<Partial<Diagnostic>[]> =>
    (await monitor(input).preflight()).map(({ code, severity }) => ({ code, severity }));

  it("finds a query that Prometheus rejects before any release is touched", async () => {
    const { url } = await serve({ "up{": { badData: "parse error" }, "up[5m]": { matrix: [] } });

    expect(await check({ url, expr: "up{" })).toEqual([{ code: "MONITOR_QUERY_REJECTED", severity: "error" }]);
    expect(await check({ url, expr: "up[5m]" })).toEqual([{ code: "MONITOR_QUERY_REJECTED", severity: "error" }]);
  });

  it("only warns of what may be well once the releases are there", async () => {
    const { url, close } = await misbehave(() => ({
      status: 422,
      body: '{"status":"error","errorType":"execution","error":"many"}',
    }));

    expect(await check({ url, expr: "many" })).toEqual([{ code: "MONITOR_QUERY_REJECTED", severity: "warning" }]);
    await close();
    expect(await check({ url })).toEqual([{ code: "MONITOR_UNREACHABLE", severity: "warning" }]);
  });

  it("finds nothing wrong with an empty result", async () => {
    expect(await check({ url: (await serve({})).url })).toEqual([]);
  });
});
