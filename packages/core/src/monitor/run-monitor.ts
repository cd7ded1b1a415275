import { deadline } from "../time/deadline.js";
import { checkOnce } from "./check-once.js";
import type { CheckReport, MonitorRun } from "./monitor-run.js";
import type { MonitorSpec, MonitorVerdict } from "./monitor-spec.js";
import { nextStart, startsLeft } from "./schedule.js";
import { count, countsAs, emptyTally, type Tally } from "./tally.js";

/**
 * Runs checks on a fixed schedule until the verdict is known. Never throws and never has two checks under way.
 *
 * Ends early only when neither threshold can be reached any more: the verdict is then `total-timeout` whatever happens,
 * so ending early changes when it is known and never what it is.
 */
export async function runMonitor(run: MonitorRun): Promise<MonitorVerdict> {
  const { spec, clock } = run;
  const startedAt = clock.now();
  const deadlineAt = startedAt + spec.totalTimeoutMs;
  const schedule = { firstAt: startedAt + spec.initialDelayMs, intervalMs: spec.intervalMs };
  const total = deadline(clock, spec.totalTimeoutMs, run.signal, () => totalTimeout);
  const check = checkOnce(run);

  let tally = emptyTally;
  let nextAt = schedule.firstAt;
  try {
    for (let attempt = 1; ; attempt++) {
      if (isDecided(spec, tally, startsLeft(schedule, nextAt, deadlineAt)))
        return timedOut(spec, clock.now() < deadlineAt ? "no threshold can be reached in the time left" : undefined);
      await clock.sleep(nextAt - clock.now(), total.signal);
      const leave = await run.enter?.(total.signal);
      const checkStart = clock.now();
      const judged = await check(attempt, total.signal).finally(leave);
      if (total.signal.aborted) throw total.signal.reason;
      const effect = countsAs(judged.outcome, spec.on);
      if (effect !== "nothing") tally = count(tally, effect === "pass", spec.counting);
      run.onCheck({ ...judged, attempt, latencyMs: clock.now() - checkStart, streak: streak(spec, tally, effect) });
      if (tally.passes >= spec.successThreshold) return { verdict: "passed" };
      if (tally.failures >= spec.failureThreshold)
        return { verdict: "failed", reason: "failure-threshold", message: "monitor triggered failure threshold" };
      // From the tick it was due at: a timer may fire a moment early, which must not earn that tick a second check.
      nextAt = nextStart(schedule, Math.max(nextAt, checkStart), clock.now());
    }
  } catch (reason) {
    if (reason === totalTimeout) return timedOut(spec);
    if (run.signal.aborted) return { verdict: "cancelled" };
    throw reason;
  } finally {
    total.clear();
  }
}

const totalTimeout = Symbol("total timeout");

/** Whether time alone has decided: neither threshold is within reach of the checks that can still start. */
function isDecided(spec: MonitorSpec, tally: Tally, startsLeft: number): boolean {
  return spec.successThreshold - tally.passes > startsLeft && spec.failureThreshold - tally.failures > startsLeft;
}

function timedOut(spec: MonitorSpec, early?: string): MonitorVerdict {
  const message = `monitor reached its total timeout of ${spec.totalTimeoutMs / 1000}s${early ? ` (ended early: ${early})` : ""}`;
  return { verdict: "failed", reason: "total-timeout", message };
}

function streak(spec: MonitorSpec, tally: Tally, effect: "pass" | "fail" | "nothing"): CheckReport["streak"] {
  const failing = effect === "fail" || (effect === "nothing" && tally.passes === 0);
  return failing
    ? { of: "failure", count: tally.failures, threshold: spec.failureThreshold }
    : { of: "success", count: tally.passes, threshold: spec.successThreshold };
}
