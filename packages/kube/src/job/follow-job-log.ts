import { followJob, type JobToFollow } from "./follow-job.js";
import { followLog } from "./follow-log.js";
import type { Pod } from "./kube-objects.js";
import type { Situation } from "./situation.js";

export interface JobLogToFollow extends JobToFollow {
  /** Of the pod; by default the one that failed, else the first. */
  readonly container?: string;
  /** Characters; 64 Ki by default. */
  readonly longestLine?: number;
  onLine(line: string): void;
}

export interface FollowedJob {
  readonly situation: Situation;
  /** Whether `onLine` was told every line to the last; else the log could not be read to its end. */
  readonly isLogWhole: boolean;
}

/** `followJob` that tells each line of the log as it comes, and resolves after the last one. */
export async function followJobLog({
  onLine,
  longestLine,
  container,
  ...follow
}: JobLogToFollow): Promise<FollowedJob> {
  const { kube, clock, job, signal } = follow;
  const [ended, cut] = [new AbortController(), new AbortController()];
  const until = AbortSignal.any([signal, cut.signal]);
  let reading: Promise<boolean> | undefined;

  async function read(pod: Pod, of: string): Promise<boolean> {
    const source = { kube, namespace: job.namespace, pod: pod.metadata.name, container: of };
    const log = { ...source, clock, signal: until, ended: ended.signal };
    try {
      for await (const line of followLog({ ...log, ...(longestLine ? { longestLine } : {}) })) onLine(line);
      return true;
    } catch {
      return false;
    }
  }

  try {
    const situation = await followJob({
      ...follow,
      look(seen) {
        const { kind, pod } = seen;
        if (pod && kind !== "waiting" && kind !== "unstartable")
          reading ??= read(pod, container ?? containerOf(seen, pod));
        return follow.look?.(seen);
      },
    });
    // Where it goes on, nobody waits for the end of its log.
    if (situation.kind === "running") cut.abort();
    else ended.abort();
    return { situation, isLogWhole: (await reading) ?? false };
  } catch (error) {
    cut.abort(error);
    await reading;
    throw error;
  }
}

/** The one that ended the Job, else the pod's first. */
function containerOf(seen: Situation, { spec, status }: Pod): string {
  if (seen.kind === "exited") return seen.container;
  return spec?.containers[0]?.name ?? status?.containerStatuses?.[0]?.name ?? "";
}
