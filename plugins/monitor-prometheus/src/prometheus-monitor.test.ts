import type { Call, Diagnostic, Facts, HelmwatchError, Observation } from "@helmwatch/core/plugin";
import {
  type Answer,
  type FaultServer,
  fakeHost,
  faultServer,
  gate,
  prometheusServer,
  proxyServer,
  type QueryTable,
} from "@helmwatch/testkit";
import { fetch } from "undici";
import { afterEach, describe, expect, it, vi } from "vitest";
import { options } from "./options.js";
import { prometheusMonitor } from "./prometheus-monitor.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.unstubAllEnvs();
});

async function serve(script: QueryTable): Promise<FaultServer> {
  const server = await prometheusServer(script);
  cleanups.push(server.close);
  return server;
}
async function misbehave(...[script, tls]: Parameters<typeof faultServer>): Promise<FaultServer> {
  const server = await faultServer(script, tls);
  cleanups.push(server.close);
  return server;
}

function monitor(input: { url: string; expr?: string } & Record<string, unknown>) {
  // As in production: undici's own fetch, which takes undici's dispatchers.
  const host = fakeHost({ fetch: fetch as unknown as typeof globalThis.fetch });
  const created = prometheusMonitor.create(options.parse({ expr: "up", ...input }), host);
  const call = (signal = new AbortController().signal): Call => ({
    signal,
    attempt: 1,
    releases: [],
    progress: () => {},
  });
  cleanups.push(() => created.dispose!(call()));
  return {
    host,
    observe: (signal?: AbortSignal) => created.observe(call(signal)),
    preflight: () => created.preflight!(call()),
  };
}

const observe = (input: Parameters<typeof monitor>[0]) => monitor(input).observe();

async function failure(work: Promise<unknown>): Promise<HelmwatchError> {
  const result = await work.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  if ("value" in result) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`);
  return result.error;
}

/** The address of a server changes from run to run. */
const stable = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, "SERVER");

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

describe("how it asks", () => {
  it.each([
    ["", "/api/v1/query"],
    ["/", "/api/v1/query"],
    ["/prefix", "/prefix/api/v1/query"],
    ["/prefix//", "/prefix/api/v1/query"],
    ["/select/0/prometheus?tenant=a#frag", "/select/0/prometheus/api/v1/query?tenant=a"],
  ])("reaches the API below an address that ends in '%s'", async (path, asked) => {
    const { url, requests } = await serve({});
    await observe({ url: url + path, expr: 'up{a="ä & b"}' });

    expect(requests.map(({ method, path }) => ({ method, path }))).toEqual([{ method: "POST", path: asked }]);
    expect(new URLSearchParams(requests[0]?.body).get("query")).toBe('up{a="ä & b"}');
  });

  it("falls back to GET where POST is not allowed", async () => {
    const { url, requests } = await misbehave(({ method }) =>
      method === "POST"
        ? { status: 405 }
        : { body: '{"status":"success","data":{"resultType":"scalar","result":[1,"5"]}}' },
    );

    expect(await observe({ url: `${url}?a=b`, expr: "a + b" })).toMatchObject({ value: 5 });
    expect(requests[1]?.path).toBe("/api/v1/query?a=b&query=a+%2B+b");
  });

  it("sends headers and the credentials of the address, and registers them as secrets", async () => {
    const { url, requests } = await serve({});
    const { host, observe } = monitor({
      url: `${url.replace("//", "//us%40er:p%25ss@")}/?token=t0ken&zone=eu`,
      headers: { "X-Scope-OrgID": "team", "X-Api-Key": "k3y", "User-Agent": "me" },
    });
    const { facts } = await observe();
    const basic = Buffer.from("us@er:p%ss").toString("base64");

    expect(requests[0]?.headers).toMatchObject({
      authorization: `Basic ${basic}`,
      "x-scope-orgid": "team",
      "x-api-key": "k3y",
      "user-agent": "me",
      accept: "application/json",
    });
    expect([...host.secrets].sort()).toEqual([`Basic ${basic}`, "k3y", "p%ss", "t0ken", basic].sort());
    expect(stable(String(facts?.url))).toBe("http://SERVER/?token=***&zone=eu");
  });

  it("registers a bearer token with and without its scheme", async () => {
    const { host } = monitor({ url: "http://prometheus", headers: { Authorization: "Bearer abc.def" } });

    expect([...host.secrets]).toEqual(["Bearer abc.def", "abc.def"]);
  });

  it("follows a redirect on the same origin with the query intact", async () => {
    const { url, requests } = await misbehave([
      { status: 301, headers: { location: "/p/api/v1/query" } },
      { body: '{"status":"success","data":{"resultType":"scalar","result":[1,"5"]}}' },
    ]);

    expect(await observe({ url, expr: "q" })).toMatchObject({ value: 5 });
    expect(requests[1]).toMatchObject({ method: "POST", path: "/p/api/v1/query", body: "query=q" });
  });

  it("follows a redirect of the same host to https", async () => {
    const secure = await misbehave(
      { body: '{"status":"success","data":{"resultType":"scalar","result":[1,"5"]}}' },
      { tls: true },
    );
    const { url } = await misbehave({ status: 308, headers: { location: `${secure.url}/api/v1/query` } });

    expect(await observe({ url, insecure: true })).toMatchObject({ value: 5 });
  });

  it.each<[claim: string, location: (other: string) => string]>([
    ["another port", (other) => `${other}/api/v1/query`],
    ["another host", () => "http://user:pass@login.example/?token=abc"],
    ["no address", () => "http://"],
  ])("does not follow a redirect to %s, and says where it would go", async (_, location) => {
    const other = await serve({ up: { vector: [{ value: 1 }] } });
    const { url } = await misbehave({ status: 302, headers: { location: location(other.url) } });
    const error = await failure(observe({ url, headers: { authorization: "Bearer x" } }));

    expect(error).toMatchObject({ code: "MONITOR_BAD_ANSWER" });
    expect(stable(error.message)).toMatch(
      /^http:\/\/SERVER\/api\/v1\/query redirects \(302\) to .*, which is not followed$/,
    );
    expect(error.message).not.toMatch(/pass|abc/);
    expect(other.requests).toEqual([]);
  });

  it("gives up on a loop of redirects", async () => {
    const { url, requests } = await misbehave({ status: 307, headers: { location: "/again" } });

    expect((await failure(observe({ url }))).message).toMatch(/redirects more than 5 times$/);
    expect(requests).toHaveLength(6);
  });
});

describe("answers that are none", () => {
  const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) });

  it.each<[claim: string, answer: Answer, code: string, message: string]>([
    [
      "bad PromQL",
      json(400, { status: "error", errorType: "bad_data", error: 'invalid parameter "query": 1:4: parse error' }),
      "MONITOR_QUERY_REJECTED",
      'http://SERVER/ rejects the query: invalid parameter "query": 1:4: parse error',
    ],
    [
      "a query that fails on its data",
      json(422, { status: "error", errorType: "execution", error: "many-to-many matching not allowed" }),
      "MONITOR_QUERY_REJECTED",
      "http://SERVER/ rejects the query: many-to-many matching not allowed",
    ],
    [
      "a query that timed out in Prometheus",
      json(503, { status: "error", errorType: "timeout", error: "query timed out in expression evaluation" }),
      "MONITOR_BAD_ANSWER",
      "http://SERVER/ cannot answer (503): query timed out in expression evaluation",
    ],
    [
      "a page of HTML",
      { headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>\n  <title>Sign in</title>" },
      "MONITOR_BAD_ANSWER",
      "http://SERVER/ answers 200 with text/html; charset=utf-8 that is no answer of Prometheus: <html> <title>Sign in</title>",
    ],
    [
      "a gateway without a server behind it",
      { status: 502, body: "Bad Gateway" },
      "MONITOR_BAD_ANSWER",
      "http://SERVER/ answers 502 with a body that is no answer of Prometheus: Bad Gateway",
    ],
    ["an empty body", {}, "MONITOR_BAD_ANSWER", "http://SERVER/ answers 200 with an empty body"],
    ["no content", { status: 204 }, "MONITOR_BAD_ANSWER", "http://SERVER/ answers 204 with an empty body"],
    ["not found", { status: 404 }, "MONITOR_BAD_ANSWER", "http://SERVER/ answers 404 with an empty body"],
    [
      "JSON of another shape",
      json(200, { status: "success", data: { resultType: "vector", result: [{ metric: {}, value: 1 }] } }),
      "MONITOR_BAD_ANSWER",
      'http://SERVER/ answers 200 with a body that is no answer of Prometheus: {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":1}]}}',
    ],
    [
      "a success that is none",
      json(500, { status: "success", data: { resultType: "scalar", result: [1, "1"] } }),
      "MONITOR_BAD_ANSWER",
      'http://SERVER/ answers 500 with a body that is no answer of Prometheus: {"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}',
    ],
    [
      "more than 10 MiB",
      { bytes: 10 ** 12 },
      "MONITOR_BAD_ANSWER",
      "the answer of http://SERVER/ is larger than 10 MiB",
    ],
    [
      "a body that claims to be compressed",
      { headers: { "content-encoding": "gzip" }, body: "plain" },
      "MONITOR_BAD_ANSWER",
      "http://SERVER/ sent a body that does not decompress",
    ],
    ["something that is not HTTP", { fault: "garbage" }, "MONITOR_BAD_ANSWER", "http://SERVER/ does not speak HTTP"],
    ["a reset", { fault: "reset" }, "MONITOR_UNREACHABLE", "cannot reach http://SERVER/: the connection was reset"],
    [
      "a connection closed without an answer",
      { fault: "silence" },
      "MONITOR_UNREACHABLE",
      "cannot reach http://SERVER/: the connection was closed before the answer was complete",
    ],
    [
      "a connection half-closed in the middle of an answer that would pass",
      { body: '{"status":"success","data":{"resultType":"vector","result":[]}}', fault: "truncate" },
      "MONITOR_UNREACHABLE",
      "cannot reach http://SERVER/: the connection was closed before the answer was complete",
    ],
  ])("says so: %s", async (_, answer, code, message) => {
    const error = await failure(observe({ url: (await misbehave(answer)).url }));

    expect({ code: error.code, message: stable(error.message) }).toEqual({ code, message });
    expect(error.facts).toMatchObject({ query: "up" } satisfies Facts);
  });

  it.each([
    [401, "give credentials in headers, or in url"],
    [404, "does url have the right path prefix?"],
  ])("hints at what to do about %s", async (status, hint) => {
    expect(await failure(observe({ url: (await misbehave({ status })).url }))).toMatchObject({ hint });
  });

  it("reads a compressed answer", async () => {
    const body = '{"status":"success","data":{"resultType":"scalar","result":[1,"5"]}}';

    expect(await observe({ url: (await misbehave({ body, gzip: true })).url })).toMatchObject({ value: 5 });
  });

  it("says that nobody listens", async () => {
    const { url, close } = await misbehave({});
    await close();
    const error = await failure(observe({ url }));

    expect(stable(error.message)).toBe("cannot reach http://SERVER/: connection refused");
    expect(error).toMatchObject({ code: "MONITOR_UNREACHABLE", facts: { cause: "ECONNREFUSED" } });
  });

  it("says that a name does not resolve", async () => {
    const error = await failure(observe({ url: "http://prometheus.invalid:9090" }));

    expect(error.message).toMatch(
      /^cannot reach http:\/\/prometheus\.invalid:9090\/: the name (does not resolve|server does not answer)$/,
    );
  });

  it("says that a port is one of those that fetch blocks", async () => {
    expect((await failure(observe({ url: "http://127.0.0.1:6000" }))).message).toMatch(/: fetch blocks this port/);
  });

  it.each<[claim: string, answer: (rest: Promise<void>) => Answer]>([
    ["before the headers", (rest) => ({ after: rest })],
    ["in the middle of the body", (rest) => ({ body: '{"status":"success"}', rest })],
  ])("stops at once when it is aborted %s", async (_, answer) => {
    const never = gate();
    const { url, requested } = await misbehave(answer(never.opened));
    const abort = new AbortController();
    const observed = failure(monitor({ url }).observe(abort.signal));
    await requested(1);
    abort.abort(new Error("iteration timeout"));

    expect((await observed).message).toBe("iteration timeout");
  });
});

describe("certificates", () => {
  const body = '{"status":"success","data":{"resultType":"scalar","result":[1,"5"]}}';

  it("are verified by default", async () => {
    const error = await failure(observe({ url: (await misbehave({ body }, { tls: true })).url }));

    expect(stable(error.message)).toBe("no TLS with https://SERVER/: self-signed certificate");
    expect(error).toMatchObject({
      code: "MONITOR_UNREACHABLE",
      hint: "trust its authority (NODE_EXTRA_CA_CERTS), or set insecure: true",
    });
  });

  it("are not verified with insecure, on one connection for all checks", async () => {
    const { url, requests } = await misbehave({ body }, { tls: true });
    const { observe } = monitor({ url, insecure: true });

    expect(await observe()).toMatchObject({ value: 5 });
    expect(await observe()).toMatchObject({ value: 5 });
    expect(requests).toHaveLength(2);
  });

  it("are not verified with insecure through the proxy of the environment either", async () => {
    const proxy = await proxyServer();
    cleanups.push(proxy.close);
    const { url } = await misbehave({ body }, { tls: true });
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    vi.stubEnv("NO_PROXY", "");

    expect(await observe({ url, insecure: true })).toMatchObject({ value: 5 });
    expect(proxy.asked).toEqual([`CONNECT ${new URL(url).host}`]);
  });

  it("are asked of a port that has none: a clear error", async () => {
    const { url } = await misbehave({});

    const error = await failure(observe({ url: url.replace("http:", "https:") }));

    expect(stable(error.message)).toBe("no TLS with https://SERVER/: wrong version number");
    expect(error).toMatchObject({ code: "MONITOR_UNREACHABLE", hint: "is this a port for https?" });
  });
});

describe("preflight", () => {
  const check = async (input: Parameters<typeof monitor>[0]): Promise<Partial<Diagnostic>[]> =>
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
