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
  const [ended, failed] = [new AbortController(), new AbortController()];
  const until = AbortSignal.any([signal, failed.signal]);
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
        const pod = seen.kind !== "waiting" && seen.kind !== "unstartable" ? seen.pod : undefined;
        if (pod) reading ??= read(pod, container ?? containerOf(seen, pod));
        return follow.look?.(seen);
      },
    });
    ended.abort();
    return { situation, isLogWhole: (await reading) ?? false };
  } catch (error) {
    failed.abort(error);
    await reading;
    throw error;
  }
}

/** The one that ended the Job, else the pod's first. */
function containerOf(seen: Situation, { spec, status }: Pod): string {
  if (seen.kind === "exited") return seen.container;
  return spec?.containers[0]?.name ?? status?.containerStatuses?.[0]?.name ?? "";
}
