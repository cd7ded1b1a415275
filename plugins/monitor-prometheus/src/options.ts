import * as z from "zod";

/** The text is not quoted: it may hold a password. */
const address = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isEncoded = !/%(?![0-9a-f]{2})/i.test(`${url?.username}${url?.password}`);
  if (url && /^https?:$/.test(url.protocol) && isEncoded) return url;
  const message = isEncoded ? "expected an address like http://prometheus:9090" : "a % in a password is written %25";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** A name or value that HTTP forbids is found here rather than at every check. */
const headers = z.record(z.string(), z.string()).superRefine((map, context) => {
  for (const [name, value] of Object.entries(map)) {
    try {
      new Headers([[name, value]]);
    } catch {
      context.addIssue({ code: "custom", path: [name], message: "HTTP allows no such header name or value" });
    }
  }
});

export const options = z
  .strictObject({
    url: address.describe("Address of the Prometheus server, with its path prefix if it has one"),
    expr: z
      .string()
      .trim()
      .min(1, "expected a PromQL expression")
      .max(10_000)
      .describe("PromQL, evaluated as an instant query"),
    success_mode: z
      .enum(["if_vector", "if_empty"])
      .default("if_vector")
      .describe("Whether a result or its absence passes"),
    insecure: z.boolean().default(false).describe("Skip the verification of the server's certificate"),
    headers: headers.default({}).describe("Sent with each query"),
  })
  .superRefine(({ url, headers }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (url.pathname.endsWith("/api/v1/query")) issue(["url"], "give the server's address, without /api/v1/query");
    const authorization = Object.keys(headers).find((name) => name.toLowerCase() === "authorization");
    if (authorization !== undefined && (url.username !== "" || url.password !== ""))
      issue(["headers", authorization], "the user name in url makes this header; give one of both");
  });

export type Options = z.output<typeof options>;
