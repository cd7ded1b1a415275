import { isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { explainWaiting, followJobLog, type JobRef, type Situation, warningEvents } from "@helmwatch/kube/job";
import { line } from "../log/log-line.js";
import type { Session } from "../run/with-session.js";
import { isStopReason } from "../signal/stop-on-signal.js";
import { followCommands } from "./follow-commands.js";
import { lookout } from "./lookout.js";
import { podLogView } from "./pod-log-view.js";
import { runEnd } from "./run-end.js";
import { container } from "./run-job.js";
import { tellOutage } from "./tell-outage.js";

export interface RunToFollow {
  readonly kube: KubeAccess;
  readonly run: string;
  readonly job: JobRef;
  readonly startTimeoutMs: number;
  readonly stop: boolean;
}

/** Milliseconds that the API server may be away: the run goes on meanwhile. */
const awayMs = 10 * 60_000;
/** Characters: evidence and notes make long events. */
const longestLine = 8 << 20;

/**
 * Shows a run in the cluster from its first event, as one of this machine is shown, and resolves to its exit code. A
 * signal only ends the following. Throws RUN_NOT_STARTED and RUN_LOST.
 */
export async function followRun(session: Session, { run, job, startTimeoutMs, stop, ...follow }: RunToFollow) {
  const { call, signal } = session;
  const { console, options } = call;
  const { clock } = call.world;
  const kube = tellOutage(follow.kube, console);
  const goesOn = `the run goes on in the cluster\n${followCommands(run, job.namespace, options, call.world.cwd)}`;
  try {
    return await session.show(
      async (emit) => {
        const log = podLogView(call, emit);
        const look = lookout(session, { kube, job, stop });
        const how = { kube, clock, job, signal, startTimeoutMs, awayMs, longestLine, container };
        const { situation } = await followJobLog({ ...how, look, onLine: log.show });
        const exitCode = runEnd(run, await explained(kube, job, situation, signal), log.ended);
        if (!stop)
          for (const why of outsideEnd(situation)) console.log(line("warn", "the run was ended from outside", { why }));
        return { exitCode };
      },
      () => [goesOn],
    );
  } catch (error) {
    if (isHelmwatchError(error) && error.code.startsWith("KUBE_")) console.log(line("warn", goesOn));
    if (!isStopReason(error)) throw error;
    console.log(line("warn", `${error.signal}: ${goesOn}`));
    return error.exitCode;
  }
}

/** Why a pod waits, in its message: its own state may say too little, and events more. */
export async function explained(kube: KubeAccess, job: JobRef, situation: Situation, signal: AbortSignal) {
  if (situation.kind !== "waiting") return situation;
  const uids = [job.uid, ...(situation.pod ? [situation.pod.metadata.uid] : [])];
  return { ...situation, message: explainWaiting(situation, await warningEvents(kube, job.namespace, uids, signal)) };
}

/** A run that ends well although its pod was taken away. */
function outsideEnd(situation: Situation): string[] {
  if (situation.kind === "lost") return [`${situation.reason}: ${situation.message}`];
  return situation.kind === "exited" && situation.end.exitCode === 143 ? ["its pod was told to stop (SIGTERM)"] : [];
}
