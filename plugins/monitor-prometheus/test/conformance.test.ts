import { monitorSuite } from "@helmwatch/testkit";
import { describe, it } from "vitest";
import { prometheusMonitor } from "../src/prometheus-monitor.js";

const vector = { resultType: "vector", result: [{ metric: { job: "nats" }, value: [0, "1"] }] };

describe("a prometheus monitor, as every monitor,", () => {
  monitorSuite(it, {
    type: prometheusMonitor,
    options: ({ url, secret }) => ({ url, expr: "up == 1", headers: { authorization: `Bearer ${secret}` } }),
    good: () => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ status: "success", data: vector }),
    }),
  });
});
