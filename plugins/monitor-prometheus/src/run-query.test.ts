import type { Facts } from "@helmwatch/core/plugin";
import { type Answer, gate, proxyServer } from "@helmwatch/testkit";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failure, misbehave, monitor, observe, serve, stable } from "../test/start-monitor.js";

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
    onTestFinished(proxy.close);
    const { url } = await misbehave({ body }, { tls: true });
    onTestFinished(() => void vi.unstubAllEnvs());
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
