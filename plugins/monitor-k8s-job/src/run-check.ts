import type { Call, Clock, KubeAccess } from "@helmwatch/core/plugin";
import {
  followJobLog,
  type Pod,
  readLogEnd,
  type Situation,
  type WarningEvent,
  warningEvents,
} from "@helmwatch/kube/job";
import { type JobIdentity, jobManifest } from "./job-manifest.js";
import type { MadeJobs } from "./made-jobs.js";
import type { Options } from "./options.js";
import { reserveMs } from "./reserve-ms.js";

/** Of the lines that were told, the newest that are kept for when the log cannot be read any more. */
const mostLines = 200;
/** Characters of a line that is told. */
const longestLine = 2_000;

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
  readonly events: readonly WarningEvent[];
}

/** Creates the Job, tells live what it prints, and reads all that explains how it ended. */
export async function runCheck({ kube, clock, jobs, options, identity, call }: Check): Promise<SeenEnd> {
  const { signal, timeoutMs, progress } = call;
  const { namespace } = identity;
  const startedAt = clock.now();
  const made = await untilAborted(jobs.create(kube, identity, jobManifest(options, identity, call), signal), signal);
  const endBy = timeoutMs === undefined ? Number.POSITIVE_INFINITY : startedAt + timeoutMs - reserveMs(timeoutMs);
  const lines: string[] = [];
  let pod: Pod | undefined;
  let told = "";
  const { situation } = await followJobLog({
    ...{ kube, clock, job: made, signal, longestLine },
    startTimeoutMs: startedAt + options.start_timeout - clock.now(),
    look(seen) {
      if (seen.pod) pod = seen.pod;
      if (seen.kind === "waiting" && seen.reason !== told) {
        told = seen.reason;
        progress(`waiting for the pod: ${seen.reason}: ${seen.message}`);
      }
      return clock.now() >= endBy ? "enough" : endBy - clock.now();
    },
    onLine(line) {
      if (lines.push(line) > mostLines) lines.shift();
      progress(line);
    },
  });
  const source = pod && { kube, namespace, pod: pod.metadata.name, container: containerOf(situation, pod) };
  const uids = [made.uid, ...(pod ? [pod.metadata.uid] : [])];
  const [log, events] = await Promise.all([
    source && /^(?:running|exited|lost)$/.test(situation.kind)
      ? readLogEnd(source, linesOf(options), clock, signal)
      : undefined,
    warningEvents(kube, namespace, uids, signal),
  ]);
  const tail = lines.length > 0 ? lines.join("\n") : undefined;
  return { situation, identity, tookMs: clock.now() - startedAt, timeoutMs, log: log ?? tail, events };
}

/** A JUnit document may be long; else no more is read than is kept, and the line that says why. */
const linesOf = ({ junit, logs }: Options) => (junit ? 20_000 : Math.max(1, logs.tail_lines));

/** The one that ended the check, else the pod's first. */
function containerOf(seen: Situation, { spec }: Pod): string {
  return seen.kind === "exited" ? seen.container : (spec?.containers[0]?.name ?? "check");
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
