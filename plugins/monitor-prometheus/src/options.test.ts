import { describe, expect, it } from "vitest";
import { options } from "./options.js";

const valid = { url: "http://prometheus:9090", expr: "up == 1" };

function problems(input: unknown): string[] {
  const { error } = options.safeParse(input);
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

describe("the options of a prometheus monitor", () => {
  it("are an address and an expression, with defaults for the rest", () => {
    expect(options.parse(valid)).toEqual({
      url: new URL("http://prometheus:9090"),
      expr: "up == 1",
      success_mode: "if_vector",
      insecure: false,
      headers: {},
    });
  });

  it.each<[claim: string, over: object, problem: string]>([
    ["an address without a scheme", { url: "prometheus:9090" }, "url: expected an address like http://prometheus:9090"],
    ["an address of another scheme", { url: "ftp://a" }, "url: expected an address like http://prometheus:9090"],
    ["a text that is no address", { url: "" }, "url: expected an address like http://prometheus:9090"],
    ["a password with a bare %", { url: "http://a:5%@b" }, "url: a % in a password is written %25"],
    [
      "the address of the API",
      { url: "http://a/api/v1/query" },
      "url: give the server's address, without /api/v1/query",
    ],
    ["an empty expression", { expr: " \n" }, "expr: expected a PromQL expression"],
    [
      "an unknown mode",
      { success_mode: "if_scalar" },
      'success_mode: Invalid option: expected one of "if_vector"|"if_empty"',
    ],
    ["an unknown option", { query: "up" }, ': Unrecognized key: "query"'],
    [
      "a header name with a space",
      { headers: { "a b": "c" } },
      "headers.a b: HTTP allows no such header name or value",
    ],
    [
      "a header value with a line break",
      { headers: { a: "b\nc" } },
      "headers.a: HTTP allows no such header name or value",
    ],
    [
      "two sources of credentials",
      { url: "http://a:b@c", headers: { Authorization: "Bearer x" } },
      "headers.Authorization: the user name in url makes this header; give one of both",
    ],
  ])("reject %s", (_, over, problem) => {
    expect(problems({ ...valid, ...over })).toEqual([problem]);
  });

  it("do not repeat a password in what they say", () => {
    expect(problems({ ...valid, url: "htp://user:hunter2@prometheus" }).join()).not.toContain("hunter2");
  });
});
