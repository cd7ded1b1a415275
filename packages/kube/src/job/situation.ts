import type { Condition, ContainerStatus, Job, Pod, Terminated } from "./kube-objects.js";

/** Where a Job is, read from one look at it and its pods. */
export type Situation =
  /** Not started. `hopeless`: Kubernetes tries again, but nothing that it does itself helps. */
  | {
      readonly kind: "waiting";
      readonly reason: string;
      readonly message: string;
      readonly hopeless: boolean;
      readonly pod?: Pod;
    }
  | { readonly kind: "running"; readonly pod: Pod }
  | { readonly kind: "exited"; readonly pod: Pod; readonly container: string; readonly end: Terminated }
  /** It ended, and not by itself: `terminationOf(pod)` tells at most what a container does that is killed. */
  | { readonly kind: "lost"; readonly reason: string; readonly message: string; readonly pod?: Pod }
  | { readonly kind: "unstartable"; readonly reason: string; readonly message: string; readonly pod: Pod };

/** A wrong name, a missing ConfigMap, an image that cannot be pulled. */
const hopeless =
  /^(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|CreateContainerConfigError|CreateContainerError|RunContainerError|PreCreateHookError|PostStartHookError|SignatureValidationFailed)$/;

/** The command does not exist, or may not be run: the container never was. */
const neverStarted = /^(?:StartError|ContainerCannotRun)$/;

/** Where a Job that is gone, or is another of its name by now, had been removed. */
export const removed = (pod?: Pod): Situation => lost("JobDeleted", "the Job was deleted by someone else", pod);

/** `pod` is the Job's newest; `last` its last state that was seen, for when it is gone. */
export function situationOf(job: Job, pod: Pod | undefined, last?: Pod): Situation {
  const { conditions = [] } = job.status ?? {};
  const failed = conditions.find(
    ({ type, status }) => (type === "Failed" || type === "FailureTarget") && status === "True",
  );
  if (failed?.reason === "DeadlineExceeded")
    return lost("DeadlineExceeded", "the Job ran longer than its activeDeadlineSeconds", pod ?? last);
  if (job.metadata.deletionTimestamp !== undefined) return removed(pod ?? last);
  const over = failed ?? conditions.find(({ type, status }) => type === "Complete" && status === "True");
  if (pod === undefined)
    return over
      ? gone(over, last)
      : { kind: "waiting", reason: "NoPod", message: "no pod has been created yet", hopeless: false };
  return ofPod(pod, failed !== undefined);
}

function gone({ type, reason = type, message = "no reason is given" }: Condition, last?: Pod): Situation {
  const how = type === "Complete" ? "is complete" : "failed";
  return lost(reason, `the Job ${how} and its pod is gone: ${message}`, last);
}

function ofPod(pod: Pod, hasFailed: boolean): Situation {
  const { status = {}, metadata } = pod;
  const disrupted = status.conditions?.find(({ type, status }) => type === "DisruptionTarget" && status === "True");
  if (disrupted) return lost(disrupted.reason ?? "Disrupted", disrupted.message ?? "the pod was taken away", pod);
  const containers = status.containerStatuses ?? [];
  const ended = endedContainer(pod);
  if (ended?.state?.terminated) {
    const end = ended.state.terminated;
    if (neverStarted.test(end.reason ?? ""))
      return { kind: "unstartable", reason: end.reason!, message: end.message ?? "the container cannot start", pod };
    if (end.reason !== "ContainerStatusUnknown" && !killedByDeletion(pod, end))
      return { kind: "exited", pod, container: ended.name, end };
  }
  // Who deleted it is known when the Job says why it failed: past its deadline, it was the Job itself.
  if (metadata.deletionTimestamp !== undefined)
    return hasFailed ? lost("PodDeleted", "the pod was deleted by someone else", pod) : { kind: "running", pod };
  if (status.phase === "Failed" || ended)
    return lost(status.reason ?? "PodFailed", status.message ?? "the pod failed, and no exit code tells how", pod);
  const started = containers.some(({ state }) => state?.running || state?.terminated);
  if (started || status.initContainerStatuses?.some(({ state }) => state?.running)) return { kind: "running", pod };
  return waiting(pod, [...(status.initContainerStatuses ?? []), ...containers]);
}

/** How the container of a pod ended, whoever ended it; undefined while it has not. */
export const terminationOf = (pod: Pod): Terminated | undefined => endedContainer(pod)?.state?.terminated;

/** The container that decides: an init container that failed; once all have ended, the first that failed, else the first. */
function endedContainer({ spec, status = {} }: Pod): ContainerStatus | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = status;
  const failed = ({ state }: ContainerStatus) => (state?.terminated?.exitCode ?? 0) !== 0;
  const failedInit = initContainerStatuses.find(failed);
  if (failedInit) return failedInit;
  const expected = spec?.containers.length ?? 1;
  if (containerStatuses.length < expected || !containerStatuses.every(({ state }) => state?.terminated))
    return undefined;
  return containerStatuses.find(failed) ?? containerStatuses[0];
}

/** What a container does on SIGTERM is no verdict. `deletionTimestamp` is when the grace period ends. */
function killedByDeletion({ metadata }: Pod, { finishedAt }: Terminated): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp === undefined || !finishedAt) return false;
  return secondsOf(finishedAt) >= secondsOf(deletionTimestamp) - deletionGracePeriodSeconds;
}

// biome-ignore lint/style/noRestrictedGlobals: reads a timestamp, not the time
export const secondsOf = (timestamp: string): number => Date.parse(timestamp) / 1000;

function waiting(pod: Pod, containers: readonly ContainerStatus[]): Situation {
  const { conditions = [], phase = "Pending" } = pod.status ?? {};
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled)
    return {
      kind: "waiting",
      reason: unscheduled.reason ?? "Unschedulable",
      message: unscheduled.message ?? "",
      hopeless: false,
      pod,
    };
  const states = containers.flatMap(({ state }) => state?.waiting ?? []);
  const stuck = states.find(({ reason = "" }) => hopeless.test(reason)) ?? states[0];
  const reason = stuck?.reason ?? phase;
  const message = stuck?.message ?? "the pod has not started yet";
  return { kind: "waiting", reason, message, hopeless: hopeless.test(reason), pod };
}

const lost = (reason: string, message: string, pod?: Pod): Situation => ({
  kind: "lost",
  reason,
  message,
  ...(pod ? { pod } : {}),
});
