import { expect } from "vitest";
import { startPrometheus } from "../tools/prometheus.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const prometheusMonitor = (name: string, url: string, options: object, keys: object = {}) => ({
  name,
  type: "prometheus",
  interval: 0.3,
  iteration_timeout: 2,
  total_timeout: 60,
  success_threshold: 2,
  failure_threshold: 2,
  prometheus: { url, ...options },
  ...keys,
});

scenario("a real Prometheus: a series passes; nothing, NaN and a false condition never do", async ({ world }) => {
  const { given, run } = world;
  const { url, stop } = await startPrometheus({ targets: [] });
  try {
    const cases: [name: string, options: object, keys?: object][] = [
      ["p-series", { expr: "vector(1) == 1" }],
      ["p-zero-that-is-a-value", { expr: "vector(0) == 0" }],
      ["p-true", { expr: "vector(3) > bool 2" }],
      ["p-empty-wanted", { expr: "vector(1) > 2", success_mode: "if_empty" }],
      ["p-judged", { expr: "vector(0.25)" }, { pass_when: "value < 0.5" }],
      ["p-scalar-judged", { expr: "scalar(vector(2))" }, { pass_when: "value == 2" }],
      ["f-empty", { expr: "vector(1) > 2" }],
      ["f-false", { expr: "vector(1) > bool 2" }],
      ["f-nan", { expr: "vector(0) / 0" }],
      ["f-scalar", { expr: "1" }],
      ["f-judged", { expr: "vector(0.75)" }, { pass_when: "value < 0.5" }],
      ["f-nan-judged", { expr: "vector(0) / 0" }, { pass_when: "value < 0.5" }],
    ];
    await given({
      monitors: cases.map(([name, options, keys]) => prometheusMonitor(name, url, options, keys)),
      releases: [],
    });
    const { events, exitCode, stderr } = await run("monitor", "run");
    const verdicts = story(events).filter((line) => !line.startsWith("exit"));

    expect(stderr).not.toMatch(/^error/m);
    expect(verdicts.sort()).toEqual(
      cases.map(([name]) => `${name} ${name.startsWith("p") ? "passed" : "failed failure-threshold"}`).sort(),
    );
    expect(exitCode).toBe(1);
  } finally {
    await stop();
  }
});

scenario("a query that Prometheus cannot parse stops the run before any release is touched", async ({ world }) => {
  const { given, release, run, cluster } = world;
  const { url, stop } = await startPrometheus({ targets: [] });
  try {
    await given({
      monitors: [prometheusMonitor("m", url, { expr: "sum(rate(up[5m])" })],
      releases: [release("app", {}, { monitors: ["m"] })],
    });
    const { exitCode, stderr, events } = await run("up");

    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/MONITOR_QUERY_REJECTED(.|\n)*"m"(.|\n)*parse error/);
    expect(events).toEqual([]);
    expect(await cluster.history("app")).toEqual([]);
  } finally {
    await stop();
  }
});

scenario("a Prometheus that is gone is an error, kept apart from a failure", async ({ world }) => {
  const { given, release, run, cluster } = world;
  const { url, stop } = await startPrometheus({ targets: [] });
  await stop();
  const on = { error: "ignore" };
  await given({
    monitors: [
      prometheusMonitor("counted", url, { expr: "up" }),
      prometheusMonitor("ignored", url, { expr: "up" }, { on, total_timeout: 4 }),
    ],
    releases: [
      release("a", {}, { monitors: [{ name: "counted", action: "none" }] }),
      release("b", {}, { monitors: [{ name: "ignored", action: "none" }] }),
    ],
  });
  const { events, exitCode } = await run("up");

  expect(events.flatMap((event) => (event.type === "monitor.checked" ? [event.outcome] : []))).not.toContain("fail");
  expect(story(events)).toEqual(
    expect.arrayContaining(["counted failed failure-threshold", "ignored failed total-timeout", "a kept", "b kept"]),
  );
  expect(exitCode).toBe(1);
  expect(await cluster.history("a")).toEqual(["deployed"]);
});
