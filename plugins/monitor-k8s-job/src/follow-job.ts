import type { Clock, KubeAccess } from "@helmwatch/core/plugin";
import { jobsPath, podsPath } from "./api-path.js";
import { type Bell, bell } from "./bell.js";
import { isPassing, type MadeJob, readJob, selectorOf } from "./read-job.js";
import type { Situation } from "./situation.js";

/** Milliseconds. */
const rereadMs = 3_000;
const reopenMs = 1_000;
/** How long the API server may be away before the check gives up. */
const awayMs = 60_000;

export interface Follow {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly made: MadeJob;
  readonly signal: AbortSignal;
  /** Told of each look; answers the milliseconds to the next one at the latest, or that it has seen enough. */
  look(situation: Situation): number | "enough";
}

/**
 * Looks at the Job whenever a watch tells of a change, whenever a watch begins anew, and every few seconds. What a
 * watch brings is not read, so one that drops or stays silent delays a look and changes no result.
 */
export async function followJob({ kube, clock, made, signal, look }: Follow): Promise<void> {
  const watching = new AbortController();
  const watchSignal = AbortSignal.any([signal, watching.signal]);
  const changed = bell(clock);
  const paths = [
    jobsPath(made.namespace, { watch: true, fieldSelector: `metadata.name=${made.name}` }),
    podsPath(made.namespace, { watch: true, labelSelector: selectorOf(made.uid) }),
  ];
  for (const path of paths) keepWatching({ kube, clock, path, signal: watchSignal, changed });
  let heardAt = clock.now();
  try {
    for (;;) {
      let next = rereadMs;
      try {
        const situation = await readJob(kube, made, signal);
        heardAt = clock.now();
        const wanted = look(situation);
        if (wanted === "enough") return;
        next = Math.min(next, wanted);
      } catch (error) {
        signal.throwIfAborted();
        if (!isPassing(error) || clock.now() - heardAt > awayMs) throw error;
      }
      await changed.wait(next, signal);
    }
  } finally {
    watching.abort();
  }
}

interface Watching extends Pick<Follow, "kube" | "clock" | "signal"> {
  readonly path: string;
  readonly changed: Bell;
}

async function keepWatching({ kube, clock, path, signal, changed }: Watching): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const _ of kube.watch({ path, signal })) changed.ring();
    } catch {} // Refused, dropped or too old: the looks on the timer go on meanwhile.
    await clock.sleep(reopenMs, signal).catch(() => {});
    changed.ring();
  }
}
