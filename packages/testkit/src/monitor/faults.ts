import type { Answer } from "../answer.js";

/** What may be wrong with a backend, and how it then answers. `refused` has no server at all, `untrusted` a bad certificate. */
export const faults = {
  "a 400": { status: 400, body: "bad request" },
  "a 401": { status: 401, body: "who are you?" },
  "a 404": { status: 404, body: "not here" },
  "a 500": { status: 500, body: "oh no" },
  "a 503 without a body": { status: 503 },
  "a body that is no JSON": { headers: { "content-type": "text/html" }, body: "<html>sign in first</html>" },
  "JSON that means nothing": { headers: { "content-type": "application/json" }, body: '{"hello":"world"}' },
  "an empty body": {},
  "a connection that is refused": "refused",
  "a certificate that nobody trusts": "untrusted",
  "a connection that is reset": { fault: "reset" },
  "a connection that is closed without an answer": { fault: "silence" },
  "an answer that is no HTTP": { fault: "garbage" },
  "a body that ends in its middle": { body: '{"half": "of it"}', fault: "truncate" },
} as const satisfies Record<string, Answer | "refused" | "untrusted">;

export type Fault = keyof typeof faults;
