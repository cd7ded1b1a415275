import { type ErrorCode, type Facts, HelmwatchError, type Observation } from "@helmwatch/core/plugin";
import { explainWaiting, type Situation } from "@helmwatch/kube/job";
import { classifyExit } from "./exit-codes.js";
import { factsOf } from "./facts.js";
import { findJunit, type JunitResult, parseJunit } from "./junit.js";
import type { Options } from "./options.js";
import type { SeenEnd } from "./run-check.js";

type Exited = Extract<Situation, { kind: "exited" }>;

/** What the end of a Job says of the check. Only an exit code is a verdict; everything else is thrown as an error. */
export function judgeEnd(seen: SeenEnd, options: Options): Observation {
  const { situation } = seen;
  const facts = factsOf(seen, options.logs);
  const fail = (code: ErrorCode, message: string, hint?: string) =>
    new HelmwatchError(code, message, { facts, ...(hint === undefined ? {} : { hint }) });
  switch (situation.kind) {
    case "exited":
      return judgeExit(situation, seen, options, facts);
    case "lost":
      throw fail("MONITOR_JOB_LOST", `the check did not end by itself: ${situation.reason}: ${situation.message}`);
    case "unstartable":
      throw fail("MONITOR_JOB_NOT_STARTED", `the Job cannot start: ${situation.reason}: ${situation.message}`);
    case "waiting": {
      const why = explainWaiting(situation, seen.events);
      if (situation.hopeless) throw fail("MONITOR_JOB_NOT_STARTED", `the Job cannot start: ${why}`);
      const hint = "give it more time with start_timeout and iteration_timeout, or make room";
      throw fail("MONITOR_JOB_NOT_STARTED", `the Job did not start within ${seconds(seen.tookMs)}: ${why}`, hint);
    }
    case "running":
      throw fail(
        "PLUGIN_TIMEOUT",
        `the Job was still running when the iteration timeout of ${seconds(seen.timeoutMs ?? seen.tookMs)} was all but over`,
        "set iteration_timeout to more than a run of the Job takes",
      );
  }
}

function judgeExit(exit: Exited, seen: SeenEnd, { exit_codes, junit }: Options, facts: Facts): Observation {
  const outcome = classifyExit(exit_codes, exit.end.exitCode);
  const how = describe(exit, seen.log);
  if (outcome === "no_data") return { kind: "no-data", why: how, facts };
  if (outcome === "error") throw new HelmwatchError("MONITOR_JOB_ERROR", how, { facts });
  if (junit) return judgeTests(exit, outcome === "pass", findJunit(seen.log ?? "", junit), seen.log, facts);
  return { kind: "verdict", pass: outcome === "pass", why: outcome === "pass" ? "" : how, facts };
}

/** Both must hold, the exit code and the tests; a run that found no tests says nothing of what it was to test. */
function judgeTests(
  exit: Exited,
  exitPasses: boolean,
  document: string | undefined,
  log: string | undefined,
  facts: Facts,
): Observation {
  const fail = (why: string[], more: Facts): Observation => ({
    kind: "verdict",
    pass: false,
    why: why.join("; "),
    facts: more,
  });
  const result = document === undefined ? undefined : parseJunit(document);
  if (result === undefined) {
    const missing = "the log has no JUnit document between its markers";
    const what = document === undefined ? missing : "what stands between the markers is not JUnit";
    if (!exitPasses) return fail([describe(exit, log), what], facts);
    throw new HelmwatchError("MONITOR_JOB_ERROR", what, { facts, hint: "print each marker on a line of its own" });
  }
  const more = { ...facts, junit: result };
  const failed = result.failures + result.errors;
  const failing = failed > 0 ? [`${failed} of ${result.tests} tests failed: ${named(result)}`] : [];
  if (!exitPasses || failed > 0) return fail([...(exitPasses ? [] : [describe(exit)]), ...failing], more);
  const empty = result.tests === 0 ? "the JUnit document has no tests" : "all tests were skipped";
  if (result.tests === result.skipped) return { kind: "no-data", why: empty, facts: more };
  return { kind: "verdict", pass: true, why: "", facts: more };
}

function named({ failing, failures, errors }: JunitResult): string {
  const shown = failing.slice(0, 5);
  const rest = failures + errors - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** `exit code 3 (last line: cannot reach the database)`, `OOMKilled, exit code 137 (memory limit 32Mi)`. */
function describe({ end, pod, container }: Exited, log?: string): string {
  const isOom = end.reason === "OOMKilled";
  const special = end.reason === undefined || /^(?:Error|Completed)$/.test(end.reason) ? "" : `${end.reason}, `;
  const limit = pod.spec?.containers.find(({ name }) => name === container)?.resources?.limits?.memory;
  const line = log?.trimEnd().split("\n").at(-1)?.trim().slice(0, 200);
  const more = isOom ? `memory limit ${limit ?? "of the node"}` : line ? `last line: ${line}` : "";
  return `${special}exit code ${end.exitCode}${more === "" ? "" : ` (${more})`}`;
}

const seconds = (ms: number) => `${Math.round(ms / 100) / 10}s`;
