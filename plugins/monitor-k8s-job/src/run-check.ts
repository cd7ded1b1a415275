import type { Call, Clock, KubeAccess } from "@helmwatch/core/plugin";
import { followJob } from "./follow-job.js";
import { followLog, type LiveLog } from "./follow-log.js";
import { type JobIdentity, jobManifest } from "./job-manifest.js";
import type { Pod } from "./kube-objects.js";
import { readLogEnd } from "./log-tail.js";
import type { MadeJobs } from "./made-jobs.js";
import type { Options } from "./options.js";
import { patience, reserveMs } from "./patience.js";
import type { Situation } from "./situation.js";
import { type SeenEvent, warningEvents } from "./warning-events.js";

export interface Check {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly jobs: MadeJobs;
  readonly options: Options;
  readonly identity: JobIdentity;
  readonly call: Call;
}

export interface SeenEnd {
  /** `waiting` or `running` when the time was up. */
  readonly situation: Situation;
  readonly identity: JobIdentity;
  readonly tookMs: number;
  readonly timeoutMs: number | undefined;
  /** Undefined when there is none, or it cannot be read any more. */
  readonly log: string | undefined;
  readonly events: readonly SeenEvent[];
}

/** Creates the Job, tells live what it prints, and reads all that explains how it ended. */
export async function runCheck({ kube, clock, jobs, options, identity, call }: Check): Promise<SeenEnd> {
  const { signal, timeoutMs, progress } = call;
  const startedAt = clock.now();
  const made = await untilAborted(jobs.create(kube, identity, jobManifest(options, identity, call), signal), signal);
  const endBy = timeoutMs === undefined ? Number.POSITIVE_INFINITY : startedAt + timeoutMs - reserveMs(timeoutMs);
  const wait = patience(clock.now, { startBy: startedAt + options.start_timeout, endBy });
  let situation: Situation | undefined;
  let pod: Pod | undefined;
  let live: LiveLog | undefined;
  let told = "";
  const look = (seen: Situation) => {
    situation = seen;
    if ("pod" in seen && seen.pod) pod = seen.pod;
    if (seen.kind === "waiting" && seen.reason !== told)
      progress(`waiting for the pod: ${seen.reason}: ${seen.message}`);
    if (seen.kind === "waiting") told = seen.reason;
    if (seen.kind === "running" || seen.kind === "exited") {
      const source = { kube, namespace: identity.namespace, pod: seen.pod.metadata.name, container: containerOf(seen) };
      live ??= followLog(source, clock, signal, progress);
    }
    return wait(seen);
  };
  try {
    await followJob({ kube, clock, made, signal, look });
  } finally {
    await live?.stop(signal);
  }
  const source = pod && {
    kube,
    namespace: identity.namespace,
    pod: pod.metadata.name,
    container: containerOf(situation!, pod),
  };
  const uids = [made.uid, ...(pod ? [pod.metadata.uid] : [])];
  const [log, events] = await Promise.all([
    source && /^(?:running|exited|lost)$/.test(situation!.kind)
      ? readLogEnd(source, linesOf(options), clock, signal)
      : undefined,
    warningEvents(kube, identity.namespace, uids, signal),
  ]);
  const tail = live && live.lines.length > 0 ? live.lines.join("\n") : undefined;
  return { situation: situation!, identity, tookMs: clock.now() - startedAt, timeoutMs, log: log ?? tail, events };
}

/** A JUnit document may be long; else no more is read than is kept, and the line that says why. */
const linesOf = ({ junit, logs }: Options) => (junit ? 20_000 : Math.max(1, logs.tail_lines));

/** The one that ended the check, else the pod's first. */
function containerOf(seen: Situation, pod = "pod" in seen ? seen.pod : undefined): string {
  return seen.kind === "exited" ? seen.container : (pod?.spec?.containers[0]?.name ?? "check");
}

/** Stops waiting when aborted; the work itself goes on. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
