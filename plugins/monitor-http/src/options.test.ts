import { describe, expect, it } from "vitest";
import { options } from "./options.js";

const valid = { url: "http://service/healthz" };

async function problems(input: object): Promise<string[]> {
  const { error } = await options.safeParseAsync({ ...valid, ...input });
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

describe("the options of an http monitor", () => {
  it("are an address, with defaults for the rest", async () => {
    expect(await options.parseAsync(valid)).toEqual({
      url: new URL("http://service/healthz"),
      method: "HEAD",
      headers: {},
      expected_codes: [{ from: 200, to: 299 }],
      insecure: false,
      header_matches: {},
      header_not_matches: {},
      max_body: 1024 * 1024,
    });
  });

  it.each<[given: (number | string)[], ranges: [number, number][]]>([
    [[], [[200, 299]]],
    [
      [200, 404],
      [
        [200, 200],
        [404, 404],
      ],
    ],
    [
      ["204", "3xx", "500 - 503", "2XX"],
      [
        [204, 204],
        [300, 399],
        [500, 503],
        [200, 299],
      ],
    ],
  ])("take %j as codes", async (expected_codes, ranges) => {
    const expected = ranges.map(([from, to]) => ({ from, to }));

    expect((await options.parseAsync({ ...valid, expected_codes })).expected_codes).toEqual(expected);
  });

  it.each<[given: string | number, ms: number]>([
    [2, 2000],
    ["500ms", 500],
    ["1m1.5s", 61_500],
  ])("take %s as a duration", async (max_latency, ms) => {
    expect((await options.parseAsync({ ...valid, max_latency })).max_latency).toBe(ms);
  });

  it.each<[given: string | number, bytes: number]>([
    [100, 100],
    ["512KiB", 524_288],
    ["1 MB", 1_000_000],
  ])("take %s as a size", async (max_body, bytes) => {
    expect((await options.parseAsync({ ...valid, max_body })).max_body).toBe(bytes);
  });

  it("read flags at the start of a pattern as RE2 has them", async () => {
    const { body_matches } = await options.parseAsync({ ...valid, method: "get", body_matches: "(?is)^ok.end$" });

    expect(body_matches?.test("OK\nEND")).toBe(true);
  });

  const durations = "expected a duration above zero, like 500ms or 2s";
  const sizes = "expected a size up to 64MiB, like 512KiB or a number of bytes";
  const codes = 'expected codes from 200 to 599, like 204, "2xx" or "200-299"';
  it.each<[claim: string, over: object, problem: string]>([
    ["an address without a scheme", { url: "service:80" }, "url: expected an address like http://service/healthz"],
    ["a password with a bare %", { url: "http://a:5%@b" }, "url: a % in a password is written %25"],
    ["an unknown option", { uri: "x" }, ': Unrecognized key: "uri"'],
    ["a method that is none", { method: "GET it" }, "method: expected a method like GET"],
    ["a method that fetch does not send", { method: "trace" }, "method: is a method that fetch does not send"],
    [
      "a body that a GET does not send",
      { method: "GET", body: "x" },
      "body: the method GET sends no body: set method: POST",
    ],
    ["a body that a HEAD does not send", { body: "x" }, "body: the method HEAD sends no body: set method: POST"],
    [
      "a pattern for the body of a HEAD",
      { body_matches: "ok" },
      "body_matches: needs a body, and the method HEAD gets none: set method: GET",
    ],
    [
      "an expression over the body of a HEAD",
      { body_when: "body.ok" },
      "body_when: needs a body, and the method HEAD gets none: set method: GET",
    ],
    ["a code of three digits that is none", { expected_codes: [999] }, `expected_codes.0: ${codes}`],
    ["a code that no check ends with", { expected_codes: [101] }, `expected_codes.0: ${codes}`],
    ["a range that goes down", { expected_codes: ["299-200"] }, `expected_codes.0: ${codes}`],
    ["a class that is none", { expected_codes: ["9xx"] }, `expected_codes.0: ${codes}`],
    [
      "an expected redirect that is followed",
      { expected_codes: [200, 301], follow_redirects: true },
      "follow_redirects: expected_codes has 301, which is never seen while redirects are followed",
    ],
    [
      "a pattern that is none",
      { method: "GET", body_matches: "a(" },
      'body_matches: "a(" is no regular expression: Unterminated group',
    ],
    [
      "a needless escape, which would not mean what it seems to",
      { header_matches: { "x-a": "\\_" } },
      'header_matches.x-a: "\\\\_" is no regular expression: Invalid escape',
    ],
    [
      "an expression that does not parse",
      { method: "GET", body_when: "body.ok ==" },
      'body_when: "body.ok ==" is not valid at column 11: Unexpected token: EOF',
    ],
    [
      "an expression over something unknown",
      { method: "GET", body_when: "bdy.ok" },
      'body_when: "bdy.ok" is not valid at column 1: Unknown variable: bdy',
    ],
    [
      "an expression that gives no bool",
      { method: "GET", body_when: "size(headers)" },
      'body_when: "size(headers)" is not valid at column 1: gives int, expected bool',
    ],
    ["no time at all", { max_latency: 0 }, `max_latency: ${durations}`],
    ["a duration without a unit", { max_latency: "5" }, `max_latency: ${durations}`],
    ["a size beyond reason", { max_body: "1GiB" }, `max_body: ${sizes}`],
    ["a negative size", { max_body: -1 }, `max_body: ${sizes}`],
    [
      "a header name with a space",
      { headers: { "a b": "c" } },
      "headers.a b: HTTP allows no such header name or value",
    ],
    [
      "a header of the connection",
      { headers: { Connection: "close" } },
      "headers.Connection: is set by the connection itself",
    ],
    [
      "two sources of credentials",
      { url: "http://a:b@c", headers: { Authorization: "Bearer x" } },
      "headers.Authorization: the user name in url makes this header; give one of both",
    ],
  ])("reject %s", async (_, over, problem) => {
    expect(await problems(over)).toEqual([problem]);
  });

  it("do not repeat a password in what they say", async () => {
    expect((await problems({ url: "htp://user:hunter2@service" })).join()).not.toContain("hunter2");
  });
});
