import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Call, HelmwatchError, Observation } from "@helmwatch/core/plugin";
import {
  type Answer,
  type FaultServer,
  fakeHost,
  faultServer,
  gate,
  proxyServer,
  type Script,
} from "@helmwatch/testkit";
import { fetch } from "undici";
import { afterEach, describe, expect, it, vi } from "vitest";
import { httpMonitor } from "./http-monitor.js";
import { options } from "./options.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.unstubAllEnvs();
});

async function serve(script: Script, more?: { tls?: boolean }): Promise<FaultServer> {
  const server = await faultServer(script, more);
  cleanups.push(server.close);
  return server;
}

async function monitor(input: { url: string } & Record<string, unknown>) {
  // As in production: undici's own fetch, which takes undici's dispatchers.
  const host = fakeHost({ fetch: fetch as unknown as typeof globalThis.fetch });
  const created = httpMonitor.create(await options.parseAsync(input), host);
  const call = (signal = new AbortController().signal): Call => ({
    signal,
    attempt: 1,
    releases: [],
    progress: () => {},
  });
  cleanups.push(() => created.dispose!(call()));
  type Verdict = Extract<Observation, { kind: "verdict" }>;
  return { host, observe: async (signal?: AbortSignal) => (await created.observe(call(signal))) as Verdict };
}

const observe = async (input: Parameters<typeof monitor>[0]) => (await monitor(input)).observe();

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

describe("the verdict on a status", () => {
  it.each<[status: number, expected_codes: (number | string)[] | undefined, pass: boolean, why: string]>([
    [200, undefined, true, ""],
    [204, [], true, ""],
    [299, undefined, true, ""],
    [503, undefined, false, "unexpected status code 503, expected 200–299"],
    [200, [204, "4xx"], false, "unexpected status code 200, expected 204, 400–499"],
    [404, [204, "4xx"], true, ""],
    [304, [304], true, ""],
    [300, undefined, false, "unexpected status code 300, expected 200–299"],
  ])("%i, where %j is expected", async (status, expected_codes, pass, why) => {
    const { url } = await serve({ status });

    expect(await observe({ url, ...(expected_codes ? { expected_codes } : {}) })).toMatchObject({ pass, why });
  });

  it("quotes the start of the body, in one line, without secrets", async () => {
    const body = `no healthy\n  upstream for t0ps3cret ${"x".repeat(5000)}`;
    const { url } = await serve({ status: 503, body });
    const { why, facts = {} } = await observe({ url, method: "GET", headers: { "x-api-key": "t0ps3cret" } });

    expect(why).toMatch(/^unexpected status code 503, expected 200–299: no healthy upstream for \*\*\* x{10,200}$/);
    expect(facts.body).toHaveLength(1024);
    expect(JSON.stringify(facts)).not.toContain("t0ps3cret");
  });

  it("shows no half of a secret that the end of the excerpt cuts", async () => {
    const { url } = await serve({ status: 500, body: `${"x".repeat(1020)}t0ps3cret-t0ps3cret` });
    const { facts = {} } = await observe({ url, method: "GET", headers: { cookie: "t0ps3cret-t0ps3cret" } });

    expect(facts.body).toBe(`${"x".repeat(1020)}***`);
  });

  it("does not wait for a body that nobody asks about", async () => {
    const { url } = await serve({ body: "abcd", rest: new Promise(() => {}) });

    expect(await observe({ url, method: "GET" })).toMatchObject({ pass: true });
  });

  it("tells in facts what came", async () => {
    const { url } = await serve({ status: 201, headers: { "X-Version": "1.2", "set-cookie": "id=1", server: "nats" } });
    const { facts = {} } = await observe({
      url,
      header_matches: { "x-version": "." },
      header_not_matches: { "set-cookie": "z" },
    });

    expect({ ...facts, url: stable(String(facts.url)) }).toEqual({
      url: "http://SERVER/",
      status: 201,
      latency_ms: 0,
      headers: { "content-length": "0", server: "nats", "x-version": "1.2" },
    });
  });
});

describe("the request", () => {
  it("is a HEAD by default, as in helmwave, under our own name", async () => {
    const { url, requests } = await serve({});
    await observe({ url: `${url}/healthz?deep=1#fragment` });

    expect(requests[0]).toMatchObject({
      method: "HEAD",
      path: "/healthz?deep=1",
      headers: { "user-agent": "helmwatch" },
    });
  });

  it("sends method, headers and body as given, and no content-type of its own", async () => {
    const { url, requests } = await serve({});
    await observe({ url, method: "patch", headers: { "X-A": "1", "User-Agent": "me" }, body: '{"a":"ä"}' });

    expect(requests[0]).toMatchObject({
      method: "PATCH",
      body: '{"a":"ä"}',
      headers: { "x-a": "1", "user-agent": "me", "content-length": "10" },
    });
    expect(requests[0]?.headers).not.toHaveProperty("content-type");
  });

  it("really sends another Host", async () => {
    const { url, requests } = await serve({});
    await observe({ url, headers: { host: "app.example" } });

    expect(requests[0]?.headers.host).toBe("app.example");
  });

  it("makes credentials of the address a header and registers all secrets", async () => {
    const { url, requests } = await serve({});
    const { host, observe } = await monitor({
      url: `${url.replace("//", "//us%40er:p%25ss@")}/?token=t0ken&zone=eu`,
      headers: { "X-Api-Key": "k3y", "x-plain": "visible" },
    });
    const { facts = {} } = await observe();
    const basic = Buffer.from("us@er:p%ss").toString("base64");

    expect(requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect([...host.secrets].sort()).toEqual([`Basic ${basic}`, "k3y", "p%ss", "t0ken", basic].sort());
    expect(stable(String(facts.url))).toBe("http://SERVER/?token=***&zone=eu");
  });

  it("reaches a port that fetch blocks", async () => {
    const server = createServer(({ method, url, headers }, response) =>
      response.end(`${method} ${url} ${headers.host}`),
    );
    cleanups.push(() => server.close());
    const port = await listenOnAny(server, [6697, 6679, 6566, 10_080, 5061]);
    const url = `http://127.0.0.1:${port}/x`;

    expect(await observe({ url, method: "GET", body_matches: `^GET /x 127.0.0.1:${port}$` })).toMatchObject({
      pass: true,
    });
  });
});

async function listenOnAny(server: Server, [port, ...others]: number[]): Promise<number> {
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return port!;
  } catch (error) {
    if (others.length === 0) throw error;
    return listenOnAny(server, others);
  }
}

describe("redirects", () => {
  const to = (location: string, status = 302): Answer => ({ status, headers: { location } });

  it("are followed by default, and told", async () => {
    const { url } = await serve([to("/a"), to("b?token=x", 307), { status: 200 }]);
    const { pass, facts = {} } = await observe({ url });

    expect(pass).toBe(true);
    expect((facts.redirects as string[]).map(stable)).toEqual(["http://SERVER/a", "http://SERVER/b?token=***"]);
  });

  it("are judged themselves where one is expected", async () => {
    const { url, requests } = await serve([to("/a", 301), { status: 500 }]);

    expect(await observe({ url, expected_codes: [301] })).toMatchObject({ pass: true, facts: { status: 301 } });
    expect(requests).toHaveLength(1);
  });

  it("are judged themselves where they are not to be followed", async () => {
    const { url } = await serve(to("/login?code=abc"));
    const { pass, why, facts = {} } = await observe({ url, follow_redirects: false });

    expect({ pass, why }).toEqual({ pass: false, why: "unexpected status code 302, expected 200–299" });
    expect(stable(String(facts.location))).toBe("http://SERVER/login?code=***");
  });

  it.each<[status: number, method: string, then: string, body: string]>([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [303, "HEAD", "HEAD", ""],
    [302, "PUT", "PUT", "data"],
    [307, "POST", "POST", "data"],
    [308, "POST", "POST", "data"],
  ])("with %i turn a %s into a %s", async (status, method, then, body) => {
    const { url, requests } = await serve([to("/next", status), {}]);
    await observe({
      url,
      method,
      ...(method === "HEAD" ? {} : { body: "data", headers: { "content-type": "text/plain" } }),
    });

    expect(requests[1]).toMatchObject({ method: then, path: "/next", body });
    expect("content-type" in requests[1]!.headers).toBe(body !== "");
  });

  it("carry no secret and no Host to another origin", async () => {
    const other = await serve({});
    const { url, requests } = await serve([to("/same"), to(other.url.replace("//", "//u:p@"))]);
    const headers = { Host: "app.example", Authorization: "Bearer x", Cookie: "a=b", "X-Api-Key": "k", "X-Plain": "1" };
    await observe({ url, headers });

    expect(requests[1]?.headers).toMatchObject({ host: "app.example", authorization: "Bearer x" });
    expect(Object.keys(other.requests[0]!.headers).join()).not.toMatch(/authorization|cookie|x-api-key/);
    expect(other.requests[0]?.headers).toMatchObject({ "x-plain": "1", host: other.url.slice("http://".length) });
  });

  it("end at the tenth", async () => {
    const { url, requests } = await serve(to("/again"));
    const error = await failure(observe({ url }));

    expect(stable(error.message)).toBe("http://SERVER/ redirects more than 10 times");
    expect(requests).toHaveLength(11);
  });

  it.each(["ftp://a/b", "http://"])("to %s are an error", async (location) => {
    const error = await failure(observe({ url: (await serve(to(location))).url }));

    expect(stable(error.message)).toBe("http://SERVER/ redirects (302) to no web address");
  });

  it("say where they led when that cannot be reached", async () => {
    const { url } = await serve(to("http://service.invalid/?token=x"));

    expect((await failure(observe({ url }))).message).toMatch(
      /^cannot reach http:\/\/service\.invalid\/\?token=\*\*\*: /,
    );
  });

  it("without a location are answers", async () => {
    expect(await observe({ url: (await serve({ status: 302 })).url })).toMatchObject({ pass: false });
  });
});

describe("assertions", () => {
  const json = (value: unknown): Answer => ({
    headers: { "content-type": "application/json; charset=utf-8", "x-version": "1.2.3" },
    body: JSON.stringify(value),
  });
  const text = (body: string): Answer => ({ headers: { "content-type": "text/plain" }, body });

  it.each<[claim: string, answer: Answer, given: object, broken: string]>([
    ["a body that matches", text("status: ok"), { body_matches: "ok$" }, ""],
    ["a body that does not match", text("status: bad"), { body_matches: "ok$" }, "the body does not match /ok$/u"],
    ["an empty body that must match", text(""), { body_matches: "ok" }, "the body does not match /ok/u"],
    ["a body without what is forbidden", text("fine"), { body_not_matches: "(?i)error" }, ""],
    [
      "a body with what is forbidden",
      text("an ERROR"),
      { body_not_matches: "(?i)error" },
      "the body matches /error/iu",
    ],
    [
      "an expression over JSON that holds",
      json({ status: "ok", n: 3 }),
      { body_when: 'body.status == "ok" && body.n * 2 > 5' },
      "",
    ],
    [
      "an expression over JSON that does not hold",
      json({ checks: [{ ok: true }, { ok: false }] }),
      { body_when: "body.checks.all(c, c.ok)" },
      "body_when is false: body.checks.all(c, c.ok)",
    ],
    ["an expression over JSON of another content-type", text('{"ok": true}'), { body_when: "body.ok" }, ""],
    ["an expression over text", text("pong"), { body_when: 'body == "pong" && status in [200, 204]' }, ""],
    ["an expression over text that only looks like JSON", text("[INFO] up"), { body_when: 'body.contains("up")' }, ""],
    ["an expression over headers", json({}), { body_when: 'headers["x-version"].startsWith("1.")' }, ""],
    ["a header that matches", json({}), { header_matches: { "X-Version": "^1\\." } }, ""],
    [
      "a header that does not match",
      json({}),
      { header_matches: { "X-Version": "^2" } },
      'header X-Version is "1.2.3", expected to match /^2/u',
    ],
    [
      "a header that is missing",
      json({}),
      { header_matches: { "X-Nope": "." } },
      "header X-Nope is missing, expected to match /./u",
    ],
    [
      "a header that is forbidden",
      json({}),
      { header_not_matches: { "x-version": "^1", "x-nope": "." } },
      'header x-version is "1.2.3", expected not to match /^1/u',
    ],
    [
      "several at once",
      text("bad"),
      { body_matches: "ok", header_matches: { etag: "." } },
      "header etag is missing, expected to match /./u; the body does not match /ok/u",
    ],
  ])("judge %s", async (_, answer, given, broken) => {
    const { url } = await serve(answer);

    expect(await observe({ url, method: "GET", ...given })).toMatchObject({ pass: broken === "", why: broken });
  });

  it("show the body that broke them", async () => {
    const { url } = await serve(text("bad"));

    expect((await observe({ url, method: "GET", body_matches: "ok" })).facts).toMatchObject({ body: "bad" });
  });

  it("do not show the value of a secret header", async () => {
    const { url } = await serve({ headers: { "set-cookie": "id=s3cret" } });
    const observation = await observe({ url, header_matches: { "set-cookie": "HttpOnly" } });

    expect(observation.why).toBe("header set-cookie, expected to match /HttpOnly/u");
    expect(JSON.stringify(observation)).not.toContain("s3cret");
  });

  it("come after the status, which explains them", async () => {
    const { url } = await serve({ status: 502, headers: { "content-type": "application/json" }, body: "<html>" });

    expect(await observe({ url, method: "GET", body_when: "body.ok" })).toMatchObject({
      pass: false,
      why: "unexpected status code 502, expected 200–299: <html>",
    });
  });

  it.each<[claim: string, answer: Answer, given: object, message: string]>([
    [
      "a field that is not there",
      json({}),
      { body_when: 'body.status == "ok"' },
      'body_when "body.status == \\"ok\\"" cannot be evaluated: No such key: status',
    ],
    ["a field of an empty body", text(""), { body_when: "body.ok" }, 'body_when "body.ok" cannot be evaluated: '],
    [
      "an answer that is no bool",
      json({ ok: "yes" }),
      { body_when: "body.ok" },
      'body_when "body.ok" gives string, expected true or false',
    ],
    [
      "JSON that is none",
      { headers: { "content-type": "application/json" }, body: "<html>" },
      { body_when: "true || body.ok" },
      "the body is not the JSON that its content-type says: Unexpected token",
    ],
    [
      "an empty body that claims to be JSON",
      { headers: { "content-type": "application/json" } },
      { body_when: "true || body.ok" },
      "the body is not the JSON that its content-type says: ",
    ],
    [
      "a body above the cap",
      { bytes: 1025 },
      { body_matches: "x", max_body: 1024 },
      "the body is larger than max_body (1024 bytes)",
    ],
    [
      "a compressed body above the cap",
      { body: "x".repeat(100_000), gzip: true },
      { body_matches: "x", max_body: 1024 },
      "the body is larger than max_body (1024 bytes)",
    ],
    [
      "a pattern that backtracks without end",
      text(`${"a".repeat(50)}b`),
      { body_matches: "^(a+)+$" },
      "/^(a+)+$/u took longer than a second and was stopped",
    ],
  ])("are not judged on %s: an error, never a pass", async (_, answer, given, message) => {
    const error = await failure(observe({ url: (await serve(answer)).url, method: "GET", ...given }));

    expect(error).toMatchObject({
      code: "MONITOR_BAD_ANSWER",
      message: expect.stringContaining(message),
      facts: { status: 200, url: expect.any(String) },
    });
  });

  it("take a body of exactly the cap", async () => {
    const { url } = await serve({ bytes: 1024 });

    expect(await observe({ url, method: "GET", body_matches: "^x+$", max_body: 1024 })).toMatchObject({ pass: true });
  });

  it("read a compressed body", async () => {
    const { url } = await serve({ body: "hello", gzip: true });

    expect(await observe({ url, method: "GET", body_matches: "^hello$" })).toMatchObject({ pass: true });
  });

  it("limit the latency, the judged body included", async () => {
    const [headers, rest] = [gate(), gate()];
    const { url, requested } = await serve({ body: "abcd", after: headers.opened, rest: rest.opened });
    const { host, observe } = await monitor({ url, method: "GET", body_matches: "abcd", max_latency: "1s" });
    const observed = observe();
    await requested(1);
    await host.clock.advance(700);
    headers.open();
    await host.clock.advance(600.5);
    rest.open();

    expect(await observed).toMatchObject({
      pass: false,
      why: "took 1301ms, expected at most 1000ms",
      facts: { latency_ms: 1300.5 },
    });
  });
});

describe("answers that are none", () => {
  it.each<[claim: string, answer: Answer, code: string, message: string]>([
    ["a reset", { fault: "reset" }, "MONITOR_UNREACHABLE", "cannot reach http://SERVER/: the connection was reset"],
    [
      "a connection closed without an answer",
      { fault: "silence" },
      "MONITOR_UNREACHABLE",
      "cannot reach http://SERVER/: the connection was closed before the answer was complete",
    ],
    [
      "a connection half-closed in the middle of a body that would pass",
      { body: "ok then", fault: "truncate" },
      "MONITOR_UNREACHABLE",
      "cannot reach http://SERVER/: the connection was closed before the answer was complete",
    ],
    ["something that is not HTTP", { fault: "garbage" }, "MONITOR_BAD_ANSWER", "http://SERVER/ does not speak HTTP"],
    [
      "a body that claims to be compressed",
      { headers: { "content-encoding": "gzip" }, body: "ok" },
      "MONITOR_BAD_ANSWER",
      "http://SERVER/ sent a body that does not decompress",
    ],
  ])("say so: %s", async (_, answer, code, message) => {
    const error = await failure(observe({ url: (await serve(answer)).url, method: "GET", body_matches: "ok" }));

    expect({ code: error.code, message: stable(error.message) }).toEqual({ code, message });
  });

  it("say that nobody listens", async () => {
    const { url, close } = await serve({});
    await close();

    expect(await failure(observe({ url: url.replace("//", "//u:hunter2@") }))).toMatchObject({
      code: "MONITOR_UNREACHABLE",
      message: expect.stringMatching(/^cannot reach http:\/\/127.0.0.1:\d+\/: connection refused$/),
    });
  });

  it("say that a name does not resolve", async () => {
    expect((await failure(observe({ url: "http://service.invalid" }))).message).toMatch(
      /^cannot reach http:\/\/service\.invalid\/: the name (does not resolve|server does not answer)$/,
    );
  });

  it.each<[claim: string, answer: (rest: Promise<void>) => Answer]>([
    ["before the headers", (rest) => ({ after: rest })],
    ["in the middle of the body", (rest) => ({ body: "okok", rest })],
  ])("stop at once when aborted %s", async (_, answer) => {
    const { url, requested } = await serve(answer(gate().opened));
    const abort = new AbortController();
    const observed = failure((await monitor({ url, method: "GET", body_matches: "ok" })).observe(abort.signal));
    await requested(1);
    abort.abort(new Error("iteration timeout"));

    expect((await observed).message).toBe("iteration timeout");
  });
});

describe("certificates", () => {
  it("are verified by default", async () => {
    const error = await failure(observe({ url: (await serve({}, { tls: true })).url }));

    expect(stable(error.message)).toBe("no TLS with https://SERVER/: self-signed certificate");
    expect(error.hint).toBe("trust its authority (NODE_EXTRA_CA_CERTS), or set insecure: true");
  });

  it("are not verified with insecure", async () => {
    expect(await observe({ url: (await serve({}, { tls: true })).url, insecure: true })).toMatchObject({ pass: true });
  });

  it("are still verified where only Host is given", async () => {
    const { url } = await serve({}, { tls: true });

    expect(await failure(observe({ url, headers: { host: "app.example" } }))).toMatchObject({
      code: "MONITOR_UNREACHABLE",
    });
  });
});

describe("the proxy of the environment", () => {
  async function proxy() {
    const server = await proxyServer();
    cleanups.push(server.close);
    return server;
  }

  it.each([
    ["with insecure", { insecure: true }, true],
    ["with another Host", { headers: { host: "app.example" } }, false],
  ])("is used %s", async (_, given, tls) => {
    const { url: proxyUrl, asked } = await proxy();
    const { url, requests } = await serve({}, { tls });
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY"]) vi.stubEnv(name, proxyUrl);
    vi.stubEnv("NO_PROXY", "");

    expect(await observe({ url, ...given })).toMatchObject({ pass: true });
    expect(asked.map(stable)).toEqual(["CONNECT SERVER"]);
    expect(requests[0]?.headers.host).toBe(tls ? new URL(url).host : "app.example");
  });

  it("is left out for hosts of NO_PROXY", async () => {
    const { url: proxyUrl, asked } = await proxy();
    vi.stubEnv("HTTPS_PROXY", proxyUrl);
    vi.stubEnv("NO_PROXY", "127.0.0.1");

    expect(await observe({ url: (await serve({}, { tls: true })).url, insecure: true })).toMatchObject({ pass: true });
    expect(asked).toEqual([]);
  });
});
