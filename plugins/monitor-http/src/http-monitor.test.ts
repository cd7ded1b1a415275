import { type Answer, gate } from "@helmwatch/testkit";
import { describe, expect, it } from "vitest";
import { failure, monitor, observe, serve, stable } from "../test/start-monitor.js";

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
