import type { ContainerStatus, Job, Pod, Terminated } from "./kube-objects.js";

/** Where a Job is, read from one look at it and its pods; no look depends on an earlier one. */
export type Situation =
  /** `hopeless`: Kubernetes tries again, but nothing that it does itself helps. */
  | {
      readonly kind: "waiting";
      readonly reason: string;
      readonly message: string;
      readonly hopeless: boolean;
      readonly pod?: Pod;
    }
  | { readonly kind: "running"; readonly pod: Pod }
  | { readonly kind: "exited"; readonly pod: Pod; readonly container: string; readonly end: Terminated }
  /** It ended, and no exit code says how the check went. */
  | { readonly kind: "lost"; readonly reason: string; readonly message: string; readonly pod?: Pod }
  | { readonly kind: "unstartable"; readonly reason: string; readonly message: string; readonly pod: Pod };

/** A wrong name, a missing ConfigMap, an image that cannot be pulled. */
const hopeless =
  /^(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|CreateContainerConfigError|CreateContainerError|RunContainerError|PreCreateHookError|PostStartHookError|SignatureValidationFailed)$/;

/** The command does not exist, or may not be run: the container never was. */
const neverStarted = /^(?:StartError|ContainerCannotRun)$/;

export function situationOf(job: Job, pods: readonly Pod[]): Situation {
  const pod = newest(pods);
  const failed = job.status?.conditions?.find(
    ({ type, status }) => (type === "Failed" || type === "FailureTarget") && status === "True",
  );
  if (failed?.reason === "DeadlineExceeded")
    return lost("DeadlineExceeded", "the Job ran longer than its activeDeadlineSeconds", pod);
  if (job.metadata.deletionTimestamp !== undefined)
    return lost("JobDeleted", "the Job was deleted by someone else", pod);
  if (pod === undefined)
    return failed
      ? lost(failed.reason ?? "Failed", `the Job failed and its pod is gone: ${failed.message ?? "no reason is given"}`)
      : { kind: "waiting", reason: "NoPod", message: "no pod has been created yet", hopeless: false };
  return ofPod(pod, failed !== undefined);
}

function ofPod(pod: Pod, hasFailed: boolean): Situation {
  const { status = {}, metadata } = pod;
  const disrupted = status.conditions?.find(({ type, status }) => type === "DisruptionTarget" && status === "True");
  if (disrupted) return lost(disrupted.reason ?? "Disrupted", disrupted.message ?? "the pod was taken away", pod);
  const containers = status.containerStatuses ?? [];
  const failedInit = status.initContainerStatuses?.find(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
  const ended = failedInit ?? endOf(pod, containers);
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

/** The container that decides once all have ended: the first that failed, else the first. */
function endOf(pod: Pod, containers: readonly ContainerStatus[]): ContainerStatus | undefined {
  const expected = pod.spec?.containers.length ?? 1;
  if (containers.length < expected || !containers.every(({ state }) => state?.terminated)) return undefined;
  return containers.find(({ state }) => state?.terminated?.exitCode !== 0) ?? containers[0];
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

function newest(pods: readonly Pod[]): Pod | undefined {
  const time = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
  return [...pods].sort((a, b) => (time(a) < time(b) ? 1 : -1))[0];
}

const lost = (reason: string, message: string, pod?: Pod): Situation => ({
  kind: "lost",
  reason,
  message,
  ...(pod ? { pod } : {}),
});
