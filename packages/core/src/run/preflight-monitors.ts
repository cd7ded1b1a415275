import type { SelectedMonitor } from "../plan/plan.js";
import type { Call, Diagnostic } from "../plugin/index.js";
import { withinDeadline } from "../time/within-deadline.js";
import { type RunInput, releaseRef } from "./run-context.js";
import { toEventError } from "./to-event-error.js";

/** What monitors find wrong before any release is touched, all at once. A plugin that breaks here is a finding, too. */
export async function preflightMonitors(
  input: Pick<RunInput, "plan" | "monitors" | "clock" | "signal">,
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(input.plan.monitors.map((spec) => preflight(input, spec)));
  input.signal.throwIfAborted();
  return found.flat();
}

async function preflight(
  { plan, monitors, clock, signal }: Pick<RunInput, "plan" | "monitors" | "clock" | "signal">,
  spec: SelectedMonitor,
): Promise<readonly Diagnostic[]> {
  const { monitor } = monitors.get(spec.name) ?? {};
  if (!monitor?.preflight) return [];
  const { iterationTimeoutMs } = spec;
  const slow = new Error(`no answer in ${iterationTimeoutMs / 1000}s`);
  const limit = { clock, ms: iterationTimeoutMs, parent: signal, reason: () => slow };
  // Without revisions: there are none of this run yet.
  const releases = plan.releases
    .filter(({ uniqname }) => spec.releases.includes(uniqname))
    .map((one) => releaseRef(one));
  const of = { monitor: spec.name, releases, attempt: 0 };
  const call: Omit<Call, "signal"> = { ...of, timeoutMs: iterationTimeoutMs, progress: () => {} };
  try {
    const found = await withinDeadline(
      limit,
      async (own) => (await monitor.preflight?.({ ...call, signal: own })) ?? [],
    );
    return found.map((one) => ({ ...one, message: `monitor "${spec.name}": ${one.message}` }));
  } catch (error) {
    const { code, message, hint } = toEventError(error);
    const known = error === slow ? "PLUGIN_TIMEOUT" : code === "BUG" ? "PLUGIN_THREW" : code;
    // What the run deploys may be what the monitor asks, so no answer yet is no reason to stop.
    const severity = error === slow ? "warning" : "error";
    const text = `monitor "${spec.name}" (${spec.type}) is not ready: ${message}`;
    return [{ code: known, severity, message: text, ...(hint === undefined ? {} : { hint }) }];
  }
}
