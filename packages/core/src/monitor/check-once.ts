import { type Call, HelmwatchError, isHelmwatchError, type Observation } from "../plugin/index.js";
import { deadline } from "../time/deadline.js";
import { whenAborted } from "../time/when-aborted.js";
import { type Judgement, judge } from "./judge.js";
import type { MonitorRun } from "./monitor-run.js";

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
    let waiting = unsettled !== undefined;
    const limit = deadline(clock, spec.iterationTimeoutMs, parent, () => timeout(run, waiting));
    const aborted = whenAborted(limit.signal);
    const call: Call = {
      signal: limit.signal,
      timeoutMs: spec.iterationTimeoutMs,
      attempt,
      releases: run.releases,
      progress: (text, facts) => run.onProgress(attempt, text, facts),
    };
    try {
      if (waiting) await Promise.race([unsettled, aborted.promise]);
      waiting = false;
      const observed = start(run, call);
      unsettled = observed.then(
        () => (unsettled = undefined),
        () => (unsettled = undefined),
      );
      return judge(shaped(run, await Promise.race([observed, aborted.promise])), run.passWhen);
    } catch (error) {
      return failed(run, limit.signal.aborted ? limit.signal.reason : error);
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

function timeout({ spec }: MonitorRun, waiting: boolean): HelmwatchError {
  const what = waiting ? "the check before has not stopped since its abort" : "no answer";
  return new HelmwatchError(
    "PLUGIN_TIMEOUT",
    `${what} within the iteration timeout of ${spec.iterationTimeoutMs / 1000}s`,
  );
}

/** What a judgement relies on: a verdict whose `pass` is the text "false", or a sample without a number, would pass. */
const shapes: Readonly<Record<Observation["kind"], (seen: Record<string, unknown>) => boolean>> = {
  value: ({ value }) => ["number", "string", "boolean"].includes(typeof value),
  samples: ({ samples }) =>
    Array.isArray(samples) && samples.every((one) => typeof one?.value === "number" && typeof one.labels === "object"),
  "no-data": ({ why }) => typeof why === "string",
  verdict: ({ pass, why }) => typeof pass === "boolean" && typeof why === "string",
};

function shaped({ spec }: MonitorRun, seen: unknown): Observation {
  const { kind } = (seen ?? {}) as Observation;
  if (Object.hasOwn(shapes, kind) && shapes[kind](seen as unknown as Record<string, unknown>))
    return seen as Observation;
  throw new HelmwatchError(
    "PLUGIN_BAD_RESULT",
    `monitor type "${spec.type}" returned ${JSON.stringify(seen)?.slice(0, 200) ?? "nothing"}; expected an observation of kind ${Object.keys(shapes).join(", ")}`,
  );
}

function failed({ spec }: MonitorRun, error: unknown): Judgement {
  if (isHelmwatchError(error)) {
    const hint = error.hint ? { hint: error.hint } : {};
    return { outcome: "error", why: error.message, facts: { ...error.facts, ...hint, code: error.code } };
  }
  return { outcome: "error", why: story(error), facts: { code: "PLUGIN_THREW", type: spec.type } };
}

/** An error and its causes: "fetch failed" alone says nothing. */
function story(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${story(error.cause)}`;
}
