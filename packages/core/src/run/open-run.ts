import { setMaxListeners } from "node:events";
import { exitCode, type StopReason } from "./exit-code.js";
import { limiter } from "./limiter.js";
import type { ReleaseState } from "./release-operations.js";
import type { RunContext, RunInput, RunReport } from "./run-context.js";
import { runLog } from "./run-log.js";
import { runStarted } from "./run-started.js";
import type { RunState } from "./run-state.js";

/** The frame of every run: its first and last events, a stop, and what never started. */
export async function openRun(
  input: RunInput,
  command: RunState["command"],
  before: ReadonlyMap<string, ReleaseState>,
  work: (context: RunContext) => Promise<void>,
): Promise<RunReport> {
  const { plan, clock, signal } = input;
  setMaxListeners(0, signal); // Every operation and monitor listens to it; Node's warning is about ten.
  const log = runLog(clock, input.emit);
  const startedAt = clock.now();
  log.record(runStarted(input, command));
  const stopReason = () => signal.reason as StopReason;
  const stopping = () => log.record({ type: "run.stopping", signal: stopReason().signal });
  if (signal.aborted) stopping();
  else signal.addEventListener("abort", stopping, { once: true });
  const releases = new Map(plan.releases.map((release) => [release.uniqname, release]));
  const { monitorConcurrency } = plan.run;
  const checks = monitorConcurrency === undefined ? {} : { checks: limiter(monitorConcurrency) };
  await work({ ...input, log, before, releases, deploys: limiter(input.parallelLimit), ...checks });
  signal.removeEventListener("abort", stopping);

  const [hook] = log.state.failedHooks.filter(({ release, allowed }) => release === undefined && !allowed);
  const why = signal.aborted || !hook ? "the run was stopped" : `hook ${hook.phase} failed`;
  if (command === "up")
    for (const { release, phase } of log.state.releases.values())
      if (phase === "waiting") log.record({ type: "release.skipped", release, why });
  for (const { monitor, verdict } of log.state.monitors.values())
    if (!verdict) log.record({ type: "monitor.ended", monitor, verdict: { verdict: "cancelled" }, durationMs: 0 });
  const code = exitCode(log.state, signal.aborted ? stopReason() : undefined);
  log.record({ type: "run.ended", exitCode: code, durationMs: clock.now() - startedAt });
  return { exitCode: code, state: log.state };
}
