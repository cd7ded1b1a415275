import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { type Job, type JobRef, type Pod, removeJob } from "@helmwatch/kube/job";
import type { Operation } from "../job/operation.js";
import { hasEnded, isOver, releaseJobs, releasePods } from "./release-jobs.js";

const tries = 10;

/**
 * Throws HELM_PENDING where another Job, or a pod that one left, is at work on the release. Each Job is there, suspended,
 * before its maker looks at the others, so of two that come at the same time at least one sees the other; of two that are
 * both suspended the younger stays, since the elder may be of a helmwatch that died. Hence never do two of them run.
 */
export async function refuseBusy(
  kube: KubeAccess,
  own: JobRef,
  operation: Operation,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, uid } = own;
  for (let attempt = 0; attempt < tries; attempt++) {
    const jobs = await refuseActive(kube, namespace, operation, uid, signal);
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
export async function refuseActive(
  kube: KubeAccess,
  namespace: string,
  operation: Operation,
  own: string | undefined,
  signal: AbortSignal,
): Promise<readonly Job[]> {
  const jobs = await releaseJobs(kube, namespace, operation, signal);
  const pods = await releasePods(kube, namespace, operation, signal);
  const alive = pods.find((pod) => jobUid(pod) !== own && !hasEnded(pod));
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
