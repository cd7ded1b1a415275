import { describe, expect, it } from "vitest";
import { type Call, type Clock, HelmwatchError, type Observation } from "../plugin/index.js";
import { fakeClock } from "../time/fake-clock.js";
import type { CheckReport } from "./monitor-run.js";
import type { MonitorSpec, MonitorVerdict } from "./monitor-spec.js";
import { runMonitor } from "./run-monitor.js";

const second = 1000;

const spec = (over: Partial<MonitorSpec> = {}): MonitorSpec => ({
  name: "m",
  type: "fake",
  totalTimeoutMs: 60 * second,
  iterationTimeoutMs: 5 * second,
  intervalMs: 10 * second,
  initialDelayMs: over.intervalMs ?? 10 * second,
  successThreshold: 3,
  failureThreshold: 3,
  counting: "consecutive",
  on: { noData: "fail", error: "fail" },
  ...over,
});

/**
 * One letter a check: pass, value above a threshold (v), fail, no-data, error (throws), NaN value (x), hang until
 * aborted, slow to stop: 2 s after its abort, deaf: hang for ever.
 */
type Letter = "p" | "v" | "f" | "n" | "e" | "x" | "h" | "s" | "d";

const answers: Record<Letter, (call: Call, clock: Clock) => Promise<Observation>> = {
  p: async () => ({ kind: "verdict", pass: true, why: "" }),
  v: async () => ({ kind: "value", value: 0.5, facts: { query: "q" } }),
  f: async () => ({ kind: "verdict", pass: false, why: "bad" }),
  n: async () => ({ kind: "no-data", why: "result is empty" }),
  e: async () => {
    throw new Error("refused");
  },
  x: async () => ({ kind: "value", value: Number.NaN }),
  h: (call) => new Promise((_, reject) => call.signal.addEventListener("abort", () => reject(call.signal.reason))),
  s: async (call, clock) => {
    await answers.h(call, clock).catch(() => clock.sleep(2 * second, new AbortController().signal));
    throw new Error("stopped late");
  },
  d: () => new Promise(() => {}),
};

async function play(
  script: string,
  over: Partial<MonitorSpec> = {},
  options: { takesMs?: number; abortAtMs?: number; wakesEarlyMs?: number } = {},
) {
  const exact = fakeClock();
  const early = options.wakesEarlyMs ?? 0;
  const clock = { ...exact, sleep: (ms: number, signal: AbortSignal) => exact.sleep(ms - early, signal) };
  const abort = new AbortController();
  const checks: CheckReport[] = [];
  const starts: number[] = [];
  let running = 0;
  let overlap = 0;
  let verdict: MonitorVerdict | undefined;
  let endedAt = -1;
  runMonitor({
    spec: spec(over),
    clock,
    signal: abort.signal,
    releases: [],
    onCheck: (report) => checks.push(report),
    onProgress: () => {},
    observe: async (call) => {
      starts.push(clock.now() / second);
      overlap = Math.max(overlap, ++running);
      try {
        if (options.takesMs) await clock.sleep(options.takesMs, call.signal);
        return await answers[(script[call.attempt - 1] ?? script.at(-1)) as Letter](call, clock);
      } finally {
        running--;
      }
    },
  }).then((value) => {
    verdict = value;
    endedAt = clock.now() / second;
  });
  if (options.abortAtMs !== undefined) {
    await clock.advance(options.abortAtMs);
    abort.abort(new Error("stop"));
  }
  await clock.advance(10 * 60 * second);
  const said = verdict && "reason" in verdict ? verdict.reason : verdict?.verdict;
  return {
    verdict,
    said,
    endedAt,
    starts,
    overlap,
    outcomes: checks.map((c) => c.outcome),
    checks,
    timers: clock.pending(),
  };
}

describe("the verdict of a monitor", () => {
  it.each<[claim: string, script: string, over: Partial<MonitorSpec>, said: string, endedAt: number]>([
    ["passes at the success threshold", "ppp", {}, "passed", 30],
    ["fails at the failure threshold", "fff", {}, "failure-threshold", 30],
    ["recovers when passes come before the failure threshold", "ffppp", {}, "passed", 50],
    ["forgets a streak of passes at one failure", "ppfppp", { totalTimeoutMs: 100 * second }, "passed", 60],
    ["flaps until no threshold is in reach, and says total-timeout", "pfpfp", {}, "total-timeout", 40],
    [
      "the seed: five empty results are the failure threshold",
      "n",
      { successThreshold: 5, failureThreshold: 5 },
      "failure-threshold",
      50,
    ],
    ["counts a NaN as no data, never as a pass", "xxx", {}, "failure-threshold", 30],
    ["counts an error as a failure by default", "eee", {}, "failure-threshold", 30],
    [
      "ignores errors where asked, leaving both streaks",
      "pepep",
      { on: { noData: "fail", error: "ignore" } },
      "passed",
      50,
    ],
    [
      "ignores no-data where asked, leaving a failure streak",
      "fnfnf",
      { on: { noData: "ignore", error: "fail" } },
      "failure-threshold",
      50,
    ],
    ["takes no-data as a pass where asked", "nnn", { on: { noData: "pass", error: "fail" } }, "passed", 30],
    ["never passes on ignored checks alone", "n", { on: { noData: "ignore", error: "fail" } }, "total-timeout", 30],
    ["never passes on ignored errors alone", "e", { on: { noData: "fail", error: "ignore" } }, "total-timeout", 30],
    ["counts failures over passes when cumulative", "fpfpf", { counting: "cumulative" }, "failure-threshold", 50],
    ["counts passes over failures when cumulative", "pfpfp", { counting: "cumulative" }, "passed", 50],
    [
      "finds 2 of the last 4 that streaks miss",
      "pfppf",
      { counting: { window: 4 }, failureThreshold: 2, successThreshold: 4, totalTimeoutMs: 100 * second },
      "failure-threshold",
      50,
    ],
    [
      "lets old failures leave the window",
      "fpppfppp",
      { counting: { window: 4 }, failureThreshold: 2, successThreshold: 4, totalTimeoutMs: 300 * second },
      "passed",
      90,
    ],
    ["fails a check that hangs until the iteration timeout", "h", {}, "failure-threshold", 35],
    [
      "ends by its deadline when a plugin ignores its signal for ever",
      "d",
      { iterationTimeoutMs: 200 * second },
      "total-timeout",
      60,
    ],
    ["fails when a deaf check never settles", "d", {}, "failure-threshold", 35],
    [
      "waits for a check that is slow to stop, at no further failure",
      "sppp",
      { intervalMs: 5 * second, failureThreshold: 2 },
      "passed",
      20,
    ],
  ])("%s", async (_, script, over, said, endedAt) => {
    const run = await play(script, over);

    expect({ said: run.said, endedAt: run.endedAt }).toEqual({ said, endedAt });
    expect(run.overlap).toBe(1);
    expect(run.timers).toBe(0);
  });

  it("keeps the outcomes apart whatever the policy makes of them", async () => {
    const run = await play("pfnexp", { on: { noData: "pass", error: "ignore" }, totalTimeoutMs: 500 * second });

    expect(run.outcomes.slice(0, 5)).toEqual(["pass", "fail", "no-data", "error", "no-data"]);
  });

  it("reports the streak of each check against its threshold", async () => {
    const run = await play("pfn", {});

    expect(run.checks.map((c) => `${c.streak.of} ${c.streak.count}/${c.streak.threshold}`).slice(0, 3)).toEqual([
      "success 1/3",
      "failure 1/3",
      "failure 2/3",
    ]);
  });

  it("keeps no value of a check before beside an error", async () => {
    const { checks } = await play("vee", { successThreshold: 1, failureThreshold: 3 });

    expect(checks.map(({ outcome, value, facts }) => ({ outcome, value, facts }))).toEqual([
      { outcome: "error", value: 0.5, facts: { query: "q" } },
      { outcome: "error", value: undefined, facts: { code: "PLUGIN_THREW", type: "fake" } },
      { outcome: "error", value: undefined, facts: { code: "PLUGIN_THREW", type: "fake" } },
    ]);
  });

  it("says that it ended early and why", async () => {
    expect((await play("pfpfp")).verdict).toMatchInlineSnapshot(`
      {
        "message": "monitor reached its total timeout of 60s (ended early: no threshold can be reached in the time left)",
        "reason": "total-timeout",
        "verdict": "failed",
      }
    `);
  });
});

describe("the schedule of a monitor", () => {
  it.each<[claim: string, takesMs: number, over: Partial<MonitorSpec>, starts: number[]]>([
    ["starts the first check after one interval and keeps the grid", 3 * second, {}, [10, 20, 30]],
    [
      "starts at once after a check longer than the interval, and makes up no missed tick",
      14 * second,
      { iterationTimeoutMs: 30 * second },
      [10, 24, 38],
    ],
    ["starts at the initial delay", 0, { initialDelayMs: 0 }, [0, 10, 20]],
  ])("%s", async (_, takesMs, over, starts) => {
    expect((await play("p", over, { takesMs })).starts).toEqual(starts);
  });

  it("checks once a tick though a timer wakes it a moment early", async () => {
    const { starts } = await play("p", { intervalMs: 10 * second }, { wakesEarlyMs: 1 });
    expect(starts).toEqual([9.999, 19.999, 29.999]);
  });

  it("counts nothing for the check that the deadline aborts", async () => {
    const run = await play("pph", { totalTimeoutMs: 32 * second });

    expect([run.said, run.endedAt, run.outcomes]).toEqual(["total-timeout", 32, ["pass", "pass"]]);
  });

  it.each([
    ["between checks", "p", 15 * second],
    ["in the middle of a check", "h", 12 * second],
    ["before the first check", "p", 0],
  ])("is cancelled by an abort %s, never green", async (_, script, abortAtMs) => {
    const run = await play(script, {}, { abortAtMs });

    expect([run.said, run.timers]).toEqual(["cancelled", 0]);
  });
});

describe("the guard around a plugin", () => {
  async function firstCheck(observe: () => Promise<Observation>): Promise<CheckReport> {
    const clock = fakeClock();
    const checks: CheckReport[] = [];
    const done = runMonitor({
      spec: spec({ failureThreshold: 1 }),
      clock,
      signal: new AbortController().signal,
      releases: [],
      onCheck: (report) => checks.push(report),
      onProgress: () => {},
      observe,
    });
    await clock.advance(10 * second);

    expect(await done).toMatchObject({ verdict: "failed", reason: "failure-threshold" });
    return checks[0]!;
  }

  it.each<[claim: string, answer: unknown]>([
    ["nothing", undefined],
    ["a bare number", 1],
    ["an unknown kind", { kind: "great" }],
    ["a kind that every object has", { kind: "toString" }],
    ["a verdict that is a text", { kind: "verdict", pass: "false", why: "" }],
    ["a value that is an object", { kind: "value", value: {} }],
    ["samples that are missing", { kind: "samples" }],
    ["a sample without a number", { kind: "samples", samples: [{ labels: {}, value: "NaN" }] }],
  ])("counts it as an error when the plugin returns %s", async (_, answer) => {
    expect(await firstCheck(async () => answer as Observation)).toMatchObject({
      outcome: "error",
      facts: { code: "PLUGIN_BAD_RESULT" },
    });
  });

  it("survives a plugin that throws before it returns a promise", async () => {
    const check = await firstCheck(() => {
      throw new TypeError("x is undefined");
    });

    expect(check).toMatchObject({ outcome: "error", why: "x is undefined", facts: { code: "PLUGIN_THREW" } });
  });

  it("tells the cause of an error, not only its wrapping", async () => {
    const check = await firstCheck(async () => {
      throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });
    });

    expect(check.why).toBe("fetch failed: connect ECONNREFUSED 127.0.0.1:1");
  });

  it("hands on code, facts and hint of a plugin's error", async () => {
    const check = await firstCheck(async () => {
      throw new HelmwatchError("MONITOR_UNREACHABLE", "no", { hint: "look", facts: { host: "a" } });
    });

    expect(check.facts).toEqual({ code: "MONITOR_UNREACHABLE", host: "a", hint: "look" });
  });
});
