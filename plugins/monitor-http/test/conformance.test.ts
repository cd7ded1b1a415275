import { monitorSuite } from "@helmwatch/testkit";
import { describe, it } from "vitest";
import { httpMonitor } from "../src/http-monitor.js";

const status = "the answer is judged by its status, which is 200";

describe("an http monitor, as every monitor,", () => {
  monitorSuite(it, {
    type: httpMonitor,
    options: ({ url, secret }) => ({ url, method: "GET", headers: { authorization: `Bearer ${secret}` } }),
    good: () => ({ body: "ok" }),
    unconcerned: {
      "a body that is no JSON": status,
      "JSON that means nothing": status,
      "an empty body": status,
      "a body that ends in its middle": "nobody asks for the body",
    },
  });
});

describe("an http monitor that judges the body, as every monitor,", () => {
  monitorSuite(it, {
    type: httpMonitor,
    options: ({ url, secret }) => ({
      ...{ url, method: "GET", headers: { authorization: `Bearer ${secret}` } },
      body_matches: "^all is well$",
    }),
    good: () => ({ body: "all is well" }),
  });
});
