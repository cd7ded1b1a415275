import { type Call, HelmwatchError, isHelmwatchError, type Observation } from "../plugin/index.js";
import { deadline } from "../time/deadline.js";
import { whenAborted } from "../time/when-aborted.js";
import { type Judgement, judge } from "./judge.js";
import type { MonitorRun } from "./run-monitor.js";

/**
 * The guard around a plugin's `observe`: the only place that calls it. It adds the monitor to what went wrong, holds
 * the iteration timeout even against a plugin that ignores its signal, and checks the shape of what comes back.
 *
 * One check of a monitor at a time: while a call has not settled after its abort, the next check waits for it, within
 * its own iteration timeout.
 */
export function checkOnce(run: MonitorRun): (attempt: number, signal: AbortSignal) => Promise<Judgement> {
  const { spec, clock } = run;
  let unsettled: Promise<unknown> | undefined;

  return async (attempt, parent) => {
    const limit = deadline(clock, spec.iterationTimeoutMs, parent, () => timeout(run));
    const aborted = whenAborted(limit.signal);
    const call: Call = {
      signal: limit.signal,
      attempt,
      releases: run.releases,
      progress: (text, facts) => run.onProgress(attempt, text, facts),
    };
    try {
      if (unsettled) await Promise.race([unsettled, aborted.promise]);
      const observed = start(run, call);
      unsettled = observed.then(
        () => (unsettled = undefined),
        () => (unsettled = undefined),
      );
      return judge(shaped(run, await Promise.race([observed, aborted.promise])), run.passWhen);
    } catch (error) {
      if (!limit.signal.aborted) return failed(run, error);
      return failed(run, started ? limit.signal.reason : stuck(run));
    } finally {
      aborted.clear();
      limit.clear();
    }
  };
}

/** A plugin may throw before it returns its promise. */
async function start(run: MonitorRun, call: Call): Promise<Observation> {
  return run.observe(call);
}

const timeout = ({ spec }: MonitorRun) =>
  new HelmwatchError("PLUGIN_TIMEOUT", `no answer within the iteration timeout of ${spec.iterationTimeoutMs / 1000}s`);

function shaped({ spec }: MonitorRun, seen: unknown): Observation {
  if (typeof seen === "object" && seen !== null && kinds.has((seen as { kind?: string }).kind ?? ""))
    return seen as Observation;
  throw new HelmwatchError(
    "PLUGIN_BAD_RESULT",
    `monitor type "${spec.type}" returned ${JSON.stringify(seen) ?? "nothing"}; expected an observation of kind ${[...kinds].join(", ")}`,
  );
}

function failed({ spec }: MonitorRun, error: unknown): Judgement {
  if (isHelmwatchError(error))
    return { outcome: "error", why: error.message, facts: { ...error.facts, code: error.code } };
  const text = error instanceof Error ? error.message : String(error);
  return { outcome: "error", why: text, facts: { code: "PLUGIN_THREW", type: spec.type } };
}
