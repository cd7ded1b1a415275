import type { Clock, KubeAccess } from "@helmwatch/core/plugin";
import { jobsPath, podsPath } from "./api-path.js";
import { bell } from "./bell.js";
import type { JobRef, Pod } from "./kube-objects.js";
import { hasStatus, isPassing } from "./passing-failure.js";
import { patience } from "./patience.js";
import { podSelector, readJob } from "./read-job.js";
import { refusedPod } from "./refused-pod.js";
import type { Situation } from "./situation.js";

/** Milliseconds. */
const rereadMs = 3_000;
const reopenMs = 1_000;
const awayMsByDefault = 60_000;
/** How long a Job may take for its pod before the events are asked why. */
const noPodMs = 1_000;

export interface JobToFollow {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly job: JobRef;
  readonly signal: AbortSignal;
  /** Milliseconds from now on in which a container has to run. */
  readonly startTimeoutMs: number;
  /** Milliseconds that the API server may be away before its failure is thrown; a minute by default. */
  readonly awayMs?: number;
  /** A Job that is deleted, evicted or past its deadline is `lost` once its pod has ended, not before. */
  readonly untilPodEnds?: boolean;
  /**
   * Told of each look, and of the last one again where a look fails. Answers in how many milliseconds at the latest it
   * wants the next one, or that it has seen enough.
   */
  look?(situation: Situation): number | "enough" | undefined;
}

/**
 * Resolves when the Job has ended, however: `exited` tells how, `lost` that it did not end by itself, `unstartable` and
 * `waiting` that it does not start, the latter within its time or because that is hopeless; `running` only where `look`
 * has seen enough. The Job is left as it is.
 *
 * Looks at the Job whenever a watch tells of a change, whenever a watch begins anew, and every few seconds: a watch that
 * drops or stays silent delays a look and changes no result.
 */
export async function followJob({ kube, clock, job, signal, ...follow }: JobToFollow): Promise<Situation> {
  const { startTimeoutMs, awayMs = awayMsByDefault, untilPodEnds = false, look } = follow;
  const since = clock.now();
  const wait = patience(clock.now, since + startTimeoutMs);
  const over = new AbortController();
  const watching = AbortSignal.any([signal, over.signal]);
  const changed = bell(clock);
  let lastPod: Pod | undefined;
  const watch = (path: string, onObject: (object: unknown) => void) =>
    keepWatching({ kube, clock, path, signal: watching, ring: changed.ring, onObject });
  watch(jobsPath(job.namespace, { watch: true, fieldSelector: `metadata.name=${job.name}` }), () => {});
  // A pod that ends and is gone before the next look is known from its last event.
  watch(podsPath(job.namespace, { watch: true, labelSelector: podSelector(job.uid) }), (object) => {
    if ((object as Pod | undefined)?.metadata) lastPod = object as Pod;
  });

  async function lookOnce(): Promise<Situation> {
    const { situation, runningPod } = await readJob(kube, job, lastPod, signal);
    const isEnding = untilPodEnds && situation.kind === "lost" && runningPod;
    const seen: Situation = isEnding ? { kind: "running", pod: runningPod } : situation;
    if ("pod" in seen && seen.pod) lastPod = seen.pod;
    const noPod = seen.kind === "waiting" && !lastPod && clock.now() - since >= noPodMs;
    return (noPod ? await refusedPod(kube, job, signal) : undefined) ?? seen;
  }

  let situation: Situation | undefined;
  let heardAt = since;
  try {
    for (;;) {
      try {
        situation = await lookOnce();
        heardAt = clock.now();
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error) || clock.now() - heardAt > awayMs) throw error;
      }
      const waits = situation ? [wait(situation), look?.(situation) ?? rereadMs] : [];
      if (situation && waits.includes("enough")) return situation;
      await changed.wait(Math.min(rereadMs, ...waits.map(Number)), signal);
    }
  } finally {
    over.abort();
  }
}

interface Watching extends Pick<JobToFollow, "kube" | "clock" | "signal"> {
  readonly path: string;
  ring(): void;
  onObject(object: unknown): void;
}

async function keepWatching({ kube, clock, path, signal, ring, onObject }: Watching): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const { object } of kube.watch({ path, signal })) {
        onObject(object);
        ring();
      }
    } catch (error) {
      // Dropped or too old: the looks on the timer go on meanwhile, and where watches are forbidden they have to do.
      if (hasStatus(error, 401, 403)) return;
    }
    await clock.sleep(reopenMs, signal).catch(() => {});
    ring();
  }
}
