import { type Clock, HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { type Job, type JobRef, type Pod, removeJob } from "@helmwatch/kube/job";
import type { Operation } from "../job/operation.js";
import { hasEnded, isOver, releaseJobs, releasePods } from "./release-jobs.js";

const tries = 10;
/** Milliseconds for a pod that is being removed: one that never started takes a second or two. */
const removalMs = 10_000;
const lookEvery = 500;

/** The release, and the namespace of the Jobs that work on it. */
export interface Workplace {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly namespace: string;
  readonly operation: Operation;
  readonly signal: AbortSignal;
}

/**
 * Throws HELM_PENDING where another Job, or a pod that one left, is at work on the release. Each Job is there, suspended,
 * before its maker looks at the others, so of two that come at the same time at least one sees the other; of two that are
 * both suspended the younger stays, since the elder may be of a helmwatch that died. Hence never do two of them run.
 */
export async function refuseBusy(place: Workplace, { uid }: JobRef): Promise<void> {
  const { kube, namespace, operation, signal } = place;
  for (let attempt = 0; attempt < tries; attempt++) {
    const jobs = await refuseActive(place, uid);
    const mine = jobs.find((job) => uidOf(job) === uid);
    if (!mine) throw busy(operation, "another helmwatch");
    const suspended = jobs.filter((job) => job !== mine && job.spec?.suspend && !isOver(job));
    const younger = suspended.find((job) => birth(job) > birth(mine));
    if (younger) throw busy(operation, `job ${namespace}/${younger.metadata.name}`);
    if (suspended.length === 0) return;
    // One that was allowed to run meanwhile is of another version by now, and stays.
    for (const { metadata } of suspended) await removeJob(kube, { ...metadata, namespace }, signal);
  }
  throw busy(operation, "another helmwatch");
}

/** Throws HELM_PENDING where a Job other than `own` has been started and has not ended; resolves to all of the release. */
export async function refuseActive(place: Workplace, own?: string): Promise<readonly Job[]> {
  const { kube, clock, namespace, operation, signal } = place;
  const look = async () => {
    const jobs = await releaseJobs(kube, namespace, operation, signal);
    const pods = await releasePods(kube, namespace, operation, signal);
    return { jobs, pods, alive: pods.find((pod) => jobUid(pod) !== own && !hasEnded(pod)) };
  };
  const giveUpAt = clock.now() + removalMs;
  let { jobs, pods, alive } = await look();
  while (alive?.metadata.deletionTimestamp && clock.now() < giveUpAt) {
    await clock.sleep(lookEvery, signal);
    ({ jobs, pods, alive } = await look());
  }
  if (alive) throw busy(operation, `pod ${namespace}/${alive.metadata.name}`);
  const starting = jobs.find(
    (job) =>
      uidOf(job) !== own && !job.spec?.suspend && !isOver(job) && !pods.some((pod) => jobUid(pod) === uidOf(job)),
  );
  if (starting) throw busy(operation, `job ${namespace}/${starting.metadata.name}`);
  return jobs;
}

const jobUid = ({ metadata }: Pod) => metadata.labels?.["batch.kubernetes.io/controller-uid"];
const uidOf = ({ metadata }: Job) => metadata.uid;
const birth = ({ metadata }: Job) => `${metadata.creationTimestamp} ${metadata.uid}`;

function busy({ release, namespace }: Operation, who: string): HelmwatchError {
  return new HelmwatchError("HELM_PENDING", `${who} is at work on release "${release}" in namespace "${namespace}"`, {
    hint: "Run again when it has ended. Deleting its pod stops an upgrade: helm then marks the release as failed.",
    facts: { who },
  });
}
