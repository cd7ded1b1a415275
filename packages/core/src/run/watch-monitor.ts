import type { MonitorVerdict } from "../monitor/monitor-spec.js";
import { runMonitor } from "../monitor/run-monitor.js";
import type { SelectedMonitor } from "../plan/plan.js";
import type { Call, ReleaseRef } from "../plugin/index.js";
import { withinDeadline } from "../time/within-deadline.js";
import type { RunContext } from "./run-context.js";
import { toEventError } from "./to-event-error.js";

/** Milliseconds that a plugin has for cleaning up after itself. */
const disposeMs = 10_000;

export interface Watch extends Pick<RunContext, "run" | "clock" | "monitors" | "signal" | "log" | "checks"> {
  /** Called the moment the verdict is known, before the plugin cleans up. */
  decided?(): void;
}

/** Runs one monitor to its verdict and tells it. Never rejects. */
export async function watchMonitor(
  watch: Watch,
  spec: SelectedMonitor,
  releases: readonly ReleaseRef[],
): Promise<void> {
  const { clock, log, signal, checks } = watch;
  const { monitor, passWhen } = watch.monitors.get(spec.name) ?? {};
  if (!monitor) throw new Error(`no monitor was made for "${spec.name}"`);
  const of = { run: watch.run, monitor: spec.name };
  const startedAt = clock.now();
  const progress: Call["progress"] = (text, facts) =>
    log.record({ type: "monitor.progress", monitor: spec.name, attempt, text, ...(facts ? { facts } : {}) });
  let attempt = 0;
  log.record({ type: "monitor.started", monitor: spec.name, releases });
  const verdict = await runMonitor({
    spec,
    observe: (call) => monitor.observe({ ...call, ...of }),
    ...(passWhen ? { passWhen } : {}),
    ...(checks ? { enter: checks.enter } : {}),
    releases,
    clock,
    signal,
    onCheck: (report) => {
      attempt = report.attempt;
      log.record({ type: "monitor.checked", monitor: spec.name, ...report });
    },
    onProgress: (number, text, facts) => {
      attempt = number;
      progress(text, facts);
    },
  }).catch((error): MonitorVerdict => ({ verdict: "failed", reason: "init", message: toEventError(error).message }));
  log.record({ type: "monitor.ended", monitor: spec.name, verdict, durationMs: clock.now() - startedAt });
  watch.decided?.();
  await dispose();

  async function dispose() {
    if (!monitor?.dispose) return;
    const limit = {
      ...{ clock, ms: disposeMs, parent: new AbortController().signal },
      reason: () => new Error("it took too long"),
    };
    try {
      await withinDeadline(limit, async (signal) => monitor.dispose?.({ signal, ...of, attempt, releases, progress }));
    } catch (error) {
      progress(`could not clean up: ${toEventError(error).message}`);
    }
  }
}
