import { parseDuration } from "@helmwatch/core/plugin";
import * as z from "zod";
import { byteSize } from "./byte-size.js";
import { compileBodyWhen } from "./compile-body-when.js";
import { pattern } from "./pattern.js";
import { isRedirect, statusCodes } from "./status-codes.js";

/** The text is not quoted: it may hold a password. */
const address = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isEncoded = !/%(?![0-9a-f]{2})/i.test(`${url?.username}${url?.password}`);
  if (url && /^https?:$/.test(url.protocol) && isEncoded) return url;
  const message = isEncoded ? "expected an address like http://service/healthz" : "a % in a password is written %25";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const duration = "expected a duration above zero, like 500ms or 2s";
const durationMs = z
  .union([z.string(), z.number()])
  .transform(parseDuration)
  .pipe(z.number(duration).positive(duration));

const method = z
  .string()
  .regex(/^[a-z]+$/i, "expected a method like GET")
  .transform((name) => name.toUpperCase())
  .refine((name) => !["CONNECT", "TRACE", "TRACK"].includes(name), "is a method that fetch does not send");

const ofTheConnection = /^(?:connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** A name or value that HTTP forbids is found here rather than at every check. */
const headers = z.record(z.string(), z.string()).superRefine((map, context) => {
  const issue = (name: string, message: string) => context.addIssue({ code: "custom", path: [name], message });
  for (const [name, value] of Object.entries(map)) {
    if (ofTheConnection.test(name)) issue(name, "is set by the connection itself");
    try {
      new Headers([[name, value]]);
    } catch {
      issue(name, "HTTP allows no such header name or value");
    }
  }
});

const bodyWhen = z
  .string()
  .min(1, "expected a CEL expression")
  .transform(async (source, context) => {
    try {
      return { source, evaluate: await compileBodyWhen(source) };
    } catch (error) {
      context.addIssue({ code: "custom", message: `${JSON.stringify(source)} is ${(error as Error).message}` });
      return z.NEVER;
    }
  });

export const options = z
  .strictObject({
    url: address.describe("What is asked"),
    method: method.default("HEAD"),
    headers: headers.default({}).describe("Sent with each request; Host may differ from the one in url"),
    body: z.string().optional().describe("Sent as it is; give its content-type in headers"),
    expected_codes: statusCodes.describe('Codes that pass, like 204, "2xx" or "200-299" (the default)'),
    insecure: z.boolean().default(false).describe("Skip the verification of the server's certificate"),
    follow_redirects: z
      .boolean()
      .optional()
      .describe("Judge what a redirect leads to rather than the redirect; off by default where one is expected"),
    body_matches: pattern.optional().describe("A regular expression that the body must match"),
    body_not_matches: pattern.optional().describe("A regular expression that the body must not match"),
    body_when: bodyWhen.optional().describe("CEL over body (parsed where it is JSON), status and headers"),
    header_matches: z.record(z.string(), pattern).default({}).describe("Regular expressions by header; none may lack"),
    header_not_matches: z.record(z.string(), pattern).default({}).describe("Regular expressions by header"),
    max_latency: durationMs.optional().describe("From the request to all of the answer that is judged"),
    max_body: byteSize.default(1024 ** 2).describe("A larger body cannot be judged"),
  })
  .superRefine((given, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const { url, method, headers, body, expected_codes, follow_redirects } = given;
    if (method === "HEAD")
      for (const key of ["body_matches", "body_not_matches", "body_when"] as const)
        if (given[key]) issue([key], "needs a body, and the method HEAD gets none: set method: GET");
    if (body && /^(?:GET|HEAD)$/.test(method)) issue(["body"], `the method ${method} sends no body: set method: POST`);
    const redirect = expected_codes.find(({ from, to }) => from === to && isRedirect(from))?.from;
    if (follow_redirects && redirect)
      issue(["follow_redirects"], `expected_codes has ${redirect}, which is never seen while redirects are followed`);
    const authorization = Object.keys(headers).find((name) => name.toLowerCase() === "authorization");
    if (authorization !== undefined && (url.username !== "" || url.password !== ""))
      issue(["headers", authorization], "the user name in url makes this header; give one of both");
  });

export type Options = z.output<typeof options>;
