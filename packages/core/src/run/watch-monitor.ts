import type { MonitorVerdict } from "../monitor/monitor-spec.js";
import { runMonitor } from "../monitor/run-monitor.js";
import type { SelectedMonitor } from "../plan/plan.js";
import type { Call, ReleaseRef } from "../plugin/index.js";
import { deadline } from "../time/deadline.js";
import { whenAborted } from "../time/when-aborted.js";
import type { Limiter } from "./limiter.js";
import type { RunInput } from "./run-context.js";
import type { RunLog } from "./run-log.js";
import { toEventError } from "./to-event-error.js";

/** Milliseconds that a plugin has for cleaning up after itself. */
const disposeMs = 10_000;

export interface Watch extends Pick<RunInput, "clock" | "monitors" | "signal"> {
  readonly log: RunLog;
  /** Bounds the checks under way of all monitors. */
  readonly checks?: Limiter;
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
  const startedAt = clock.now();
  const progress: Call["progress"] = (text, facts) =>
    log.record({ type: "monitor.progress", monitor: spec.name, attempt, text, ...(facts ? { facts } : {}) });
  let attempt = 0;
  log.record({ type: "monitor.started", monitor: spec.name, releases });
  const verdict = await runMonitor({
    spec,
    observe: (call) => monitor.observe(call),
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
    const limit = deadline(clock, disposeMs, new AbortController().signal, () => new Error("it took too long"));
    const late = whenAborted(limit.signal);
    try {
      await Promise.race([monitor.dispose({ signal: limit.signal, attempt, releases, progress }), late.promise]);
    } catch (error) {
      progress(`could not clean up: ${toEventError(error).message}`);
    } finally {
      late.clear();
      limit.clear();
    }
  }
}
