import type { Clock, HelmResult } from "@helmwatch/core/plugin";
import { graceSeconds } from "../job/build-job.js";
import type { ClusterApi } from "./cluster-api.js";
import type { Job, Pod } from "./objects.js";
import { jobIsOver, startedTooLate, startTrouble } from "./start-trouble.js";
import { watchPod } from "./watch-pod.js";

export interface Follow {
  readonly job: Job;
  readonly where: string;
  /** Milliseconds from the start of the container, as it is seen here. */
  readonly deadlineMs: number;
  readonly startTimeoutMs: number;
  /** Aborted: SIGTERM for helm. Absent for a helm that must not be stopped. */
  readonly stop?: AbortSignal;
}

export interface JobResult {
  readonly pod?: string;
  /** Of the container; undefined where nobody can tell any more. */
  readonly exitCode?: number;
  /** The end of helm's stderr, or why there is none. */
  readonly message: string;
  readonly ended: HelmResult["ended"];
}

const lookEvery = 2_000;
/** Seconds from SIGTERM to SIGKILL once the deadline has passed. */
const deadlineGrace = 15;
/** Milliseconds for a stopped pod to end: the longest grace, and what the kubelet takes. */
const giveUpMs = (graceSeconds + 60) * 1000;
/** Looks in a row that find a finished Job and no news of its pod. */
const patience = 3;

/** Resolves when the container has ended, however; throws when it cannot start. The Job is left as it is. */
export async function followJob(api: ClusterApi, follow: Follow, clock: Clock): Promise<JobResult> {
  const { job, where, deadlineMs, startTimeoutMs, stop } = follow;
  const { name } = job.metadata;
  const over = new AbortController();
  const { signal } = over;
  let pod: Pod | undefined;
  let ended: HelmResult["ended"] = "exit";
  let startedAt: number | undefined;
  let stoppedAt: number | undefined;

  const stopPod = (seconds?: number) => pod && api.stopPod(pod.metadata.name, seconds, signal).catch(() => {});

  async function untilTerminated(): Promise<JobResult> {
    for await (const state of watchPod(api, name, clock, signal)) {
      if (!state) {
        if (pod && ended !== "exit") return { message: "the pod was removed before helm ended", ended };
        continue;
      }
      pod = state;
      const { running, terminated } = state.status?.containerStatuses?.[0]?.state ?? {};
      if (running || terminated) startedAt ??= clock.now();
      if (terminated) {
        const { exitCode, message = "", reason = "" } = terminated;
        const why =
          message || (exitCode === 0 ? "" : `helm was ended: ${reason} ${state.status?.message ?? ""}`.trim());
        return { pod: state.metadata.name, exitCode, message: why, ended };
      }
      if (state.status?.phase === "Failed")
        return { pod: state.metadata.name, message: `${state.status.reason}: ${state.status.message}`, ended };
    }
    throw new Error("unreachable");
  }

  /** What no news of the pod tells: it cannot start, time is up, the Job is gone. */
  async function untilTrouble(): Promise<JobResult> {
    const since = clock.now();
    for (let silent = 0; ; ) {
      await clock.sleep(lookEvery, signal);
      if (startedAt !== undefined && ended === "exit" && clock.now() - startedAt >= deadlineMs) {
        ended = "deadline";
        stoppedAt = clock.now();
        await stopPod(deadlineGrace);
      }
      if (stoppedAt !== undefined && clock.now() - stoppedAt > giveUpMs)
        return { message: "its pod does not end, its node may be lost", ended };
      if (startedAt === undefined && clock.now() - since >= startTimeoutMs)
        throw await startedTooLate(api, job, pod, where, Math.round(startTimeoutMs / 1000), signal);
      const now = await api.job(name, signal).catch(() => job);
      const reason = jobIsOver(now?.metadata.uid === job.metadata.uid ? now : undefined);
      silent = reason ? silent + 1 : 0;
      if (reason && silent >= patience) return { message: `nobody can tell how helm ended: ${reason}`, ended };
      if (startedAt === undefined && !reason) {
        const trouble = await startTrouble(api, job, pod, where, signal).catch(() => undefined);
        if (trouble) throw trouble;
      }
    }
  }

  async function untilStopped(): Promise<JobResult> {
    await aborted(stop, signal);
    ended = "interrupted";
    stoppedAt = clock.now();
    if (!pod) return { message: "helm had not started", ended };
    await stopPod();
    return untilAborted(signal);
  }

  try {
    return await Promise.race([untilTerminated(), untilTrouble(), untilStopped()]);
  } finally {
    over.abort();
  }
}

function aborted(stop: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted) return resolve();
    stop?.addEventListener("abort", () => resolve(), { once: true, signal: over });
  });
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
