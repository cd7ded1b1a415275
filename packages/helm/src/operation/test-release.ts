import { HelmwatchError, within } from "@helmwatch/core/plugin";
import { testArgv } from "../argv/test-argv.js";
import { chosenTests, type TestHook } from "../chart-test/chosen-tests.js";
import { printedLogs } from "../chart-test/printed-logs.js";
import { type TestTraces, testTraces } from "../chart-test/test-traces.js";
import { helmFailure } from "../error/helm-failure.js";
import { maskText } from "../error/mask-text.js";
import type { HelmCall } from "../program/connect-helm.js";
import { readRecord } from "../record/read-record.js";
import type { ReleaseRecord } from "../record/release-record.js";
import { releaseState } from "../record/release-state.js";
import type { HelmRelease, ReleaseTests } from "../release/helm-release.js";
import { type OperationCall, type OperationContext, revisionsNow } from "./operation-context.js";

export interface TestedRelease {
  /** `phase` in helm's words: `Succeeded`. */
  readonly tests: readonly { readonly name: string; readonly phase: string }[];
  /** By `pod/container`; only where they are wanted of tests that passed. */
  readonly logs: Readonly<Record<string, string>>;
}

const readLimitMs = 15_000;
const graceMs = 60_000;

/**
 * Runs the chart's tests that the release asks for, on what is deployed now. Throws HELM_TEST_FAILED for those that fail,
 * with their pods and logs in its facts, and for one that the chart does not have.
 */
export async function testRelease(
  context: OperationContext,
  release: HelmRelease,
  tests: ReleaseTests,
  call: OperationCall,
): Promise<TestedRelease> {
  const record = await newestRecord(context, release);
  if (record) refuseUnknown(release, record, tests);
  const count = record ? chosenTests(record, tests).length : 0;
  if (count === 0) return { tests: [], logs: {} };
  call.progress(`running ${count === 1 ? "its test" : `its ${count} tests`}`);
  const command: HelmCall = {
    argv: testArgv(release, tests, await context.helm.capabilities(call.signal)),
    // helm's timeout holds for each of them, and they run one after the other.
    deadlineMs: count * release.timeoutMs + graceMs,
    interruptible: true,
  };
  const result = await context.helm.run(command, call.signal);
  const passed = result.ended === "exit" && result.exitCode === 0;
  const after = await newestRecord(context, release).catch((error: unknown) => {
    if (passed) throw error;
    return undefined; // What helm said is the better answer.
  });
  const ran = after ? chosenTests(after, tests) : [];
  const told = ran.map(({ name, phase }) => ({ name, phase }));
  if (passed && !tests.forceShowLogs) return { tests: told, logs: {} };
  const traces = await readTraces(context, release, ran);
  const logs = masked({ ...printedLogs(result.stdout), ...traces.logs });
  if (passed) return { tests: told, logs };

  const bad = told.filter(({ phase }) => phase !== "Succeeded" && phase !== "");
  const failure = helmFailure(`tests of ${release.uniqname}`, "cluster", command, result, { tests: told });
  if (result.ended !== "exit" || bad.length === 0) throw failure;
  const names = bad.map(({ name }) => `"${name}"`).join(", ");
  throw new HelmwatchError("HELM_TEST_FAILED", `test ${names} of ${release.uniqname} failed`, {
    hint: "Look at its log; a test that only needs longer gets it by timeout.",
    facts: { ...failure.facts, pods: traces.pods, logs },
    cause: failure,
  });
}

function newestRecord(context: OperationContext, release: HelmRelease): Promise<ReleaseRecord | undefined> {
  return within(context.clock, readLimitMs, async (signal) => {
    const state = releaseState(await revisionsNow(context, release));
    const kube = await context.kube(release.context);
    return state && readRecord(kube, context.storage(), release, state.revision, signal);
  });
}

function refuseUnknown(release: HelmRelease, record: ReleaseRecord, { include }: ReleaseTests): void {
  const there = chosenTests(record, { forceShowLogs: false, include: [], exclude: [] }).map(({ name }) => name);
  const unknown = include.find((name) => !there.includes(name));
  if (unknown === undefined) return;
  throw new HelmwatchError("HELM_TEST_FAILED", `the chart of ${release.uniqname} has no test "${unknown}"`, {
    hint: there.length > 0 ? `Its tests are ${there.join(", ")}.` : "It has no tests at all.",
  });
}

/** Also while the run is stopping; a help, never a failure. */
function readTraces(
  { clock, kube }: OperationContext,
  { namespace, context }: HelmRelease,
  ran: readonly TestHook[],
): Promise<TestTraces> {
  const read = async (signal: AbortSignal) => testTraces(await kube(context), namespace, ran, signal);
  return within(clock, readLimitMs, read).catch(() => ({ pods: [], logs: {} }));
}

const masked = (logs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(logs).map(([name, text]) => [name, maskText(text)]));
