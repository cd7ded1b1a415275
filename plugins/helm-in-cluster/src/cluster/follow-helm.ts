import type { Clock, HelmResult, KubeAccess, Logger } from "@helmwatch/core/plugin";
import {
  followJobLog,
  isUsual,
  type JobRef,
  type Pod,
  type Situation,
  stopPod,
  terminationOf,
} from "@helmwatch/kube/job";
import { container, graceSeconds } from "../job/job-spec.js";
import { type PodLog, podLogReader } from "../job/pod-log.js";
import { startFailure } from "./start-failure.js";

export interface HelmToFollow {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly log: Logger;
  readonly job: JobRef;
  /** Milliseconds from the start of the container, as it is seen here. */
  readonly deadlineMs: number;
  readonly startTimeoutMs: number;
  /** Aborted: SIGTERM for helm. Absent for a helm that must not be stopped. */
  readonly stop?: AbortSignal;
}

export interface HelmEnd {
  readonly pod?: string;
  /** Of the container; undefined where nobody can tell any more. */
  readonly exitCode?: number;
  /** The end of helm's stderr, or why there is none. */
  readonly message: string;
  readonly ended: HelmResult["ended"];
  readonly said: PodLog;
}

/** Seconds from SIGTERM to SIGKILL once the deadline has passed. */
const deadlineGrace = 15;
/** Milliseconds for a stopped pod to end: the longest grace, and what the kubelet takes. */
const giveUpMs = (graceSeconds + 60) * 1000;
/** Characters of a line: all that helm prints may be one. */
const longestLine = 8 * 1024 * 1024;

/** Resolves when the container has ended, however; throws when it cannot start. The Job is left as it is. */
export async function followHelm({ kube, clock, log, job, stop, ...limits }: HelmToFollow): Promise<HelmEnd> {
  const { deadlineMs, startTimeoutMs } = limits;
  const given = new AbortController();
  const output = podLogReader();
  let pod: Pod | undefined;
  let ended: HelmResult["ended"] = "exit";
  let startedAt: number | undefined;
  let stoppedAt: number | undefined;
  let told = "";

  function stopHelm(why: "deadline" | "interrupted", grace?: number): void {
    ended = why;
    stoppedAt = clock.now();
    if (pod) stopPod(kube, job.namespace, pod, grace, given.signal).catch(() => {});
    else given.abort();
  }

  function look(seen: Situation): number | "enough" | undefined {
    if ("pod" in seen && seen.pod) pod = seen.pod;
    if (seen.kind === "waiting" && seen.reason !== told && !isUsual(seen.reason)) {
      told = seen.reason;
      log.info({ job: job.name }, `helm waits to start: ${seen.reason}: ${seen.message}`);
    }
    const now = clock.now();
    if (seen.kind === "running") startedAt ??= now;
    if (startedAt !== undefined && ended === "exit" && now - startedAt >= deadlineMs)
      stopHelm("deadline", deadlineGrace);
    if (stoppedAt !== undefined)
      return now - stoppedAt > giveUpMs || (pod && terminationOf(pod)) ? "enough" : undefined;
    return startedAt === undefined ? undefined : startedAt + deadlineMs - now;
  }

  const interrupt = () => stopHelm("interrupted");
  if (stop?.aborted) interrupt();
  else stop?.addEventListener("abort", interrupt, { once: true, signal: given.signal });
  try {
    const { situation } = await followJobLog({
      ...{ kube, clock, job, signal: given.signal, startTimeoutMs, container, longestLine, look },
      // What is not known yet at the deadline is asked of the release record.
      ...{ awayMs: startTimeoutMs + deadlineMs + giveUpMs, untilPodEnds: true },
      onLine(line) {
        const text = output.add(line);
        if (text) log.debug({ job: job.name }, text);
      },
    });
    if (ended === "exit" && (situation.kind === "waiting" || situation.kind === "unstartable"))
      throw await startFailure(kube, job, situation, startTimeoutMs, given.signal);
    return { ...endOf(situation, pod), ended, said: output.log() };
  } catch (error) {
    if (!given.signal.aborted) throw error;
    return { message: "helm had not started", ended, said: output.log() };
  } finally {
    given.abort();
  }
}

function endOf(seen: Situation, pod: Pod | undefined): Pick<HelmEnd, "pod" | "exitCode" | "message"> {
  const end = pod && terminationOf(pod);
  // Kubernetes itself says 137 where it does not know.
  if (!pod || !end || end.reason === "ContainerStatusUnknown") {
    const why = "reason" in seen ? `${seen.reason}: ${seen.message}` : "its pod does not end, its node may be lost";
    return { ...(pod ? { pod: pod.metadata.name } : {}), message: `nobody can tell how helm ended: ${why}` };
  }
  const { exitCode, message = "", reason = "" } = end;
  const why = exitCode === 0 ? "" : `helm was ended: ${reason} ${pod.status?.message ?? ""}`.trim();
  return { pod: pod.metadata.name, exitCode, message: message || why };
}
