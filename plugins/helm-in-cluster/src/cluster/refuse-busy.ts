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
  for (let attempt = 0; attempt < tries; attempt++) {
    const jobs = await releaseJobs(kube, own.namespace, operation, signal);
    const pods = await releasePods(kube, own.namespace, operation, signal);
    const mine = jobs.find(({ metadata }) => metadata.uid === own.uid);
    const others = jobs.filter((job) => job !== mine && !isOver(job));
    const alive = pods.find((pod) => jobUid(pod) !== own.uid && !hasEnded(pod));
    if (alive) throw busy(operation, `pod ${own.namespace}/${alive.metadata.name}`);
    const suspended = others.filter(({ spec }) => spec?.suspend);
    const starting = others.find((job) => !suspended.includes(job) && !pods.some((pod) => jobUid(pod) === uidOf(job)));
    const younger = mine && suspended.find((job) => birth(job) > birth(mine));
    const rival = starting ?? younger;
    if (rival || !mine)
      throw busy(operation, rival ? `job ${own.namespace}/${rival.metadata.name}` : "another helmwatch");
    if (suspended.length === 0) return;
    // One that was allowed to run meanwhile is of another version by now, and stays.
    for (const { metadata } of suspended) await removeJob(kube, { ...metadata, namespace: own.namespace }, signal);
  }
  throw busy(operation, "another helmwatch");
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
