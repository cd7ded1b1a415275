import { HelmwatchError } from "@helmwatch/core/plugin";
import type { ClusterApi } from "./cluster-api.js";
import { type Job, jobEnd, type Pod } from "./objects.js";

/** Of the kubelet, for what waiting rarely mends; a first pull that fails (ErrImagePull) is tried again by it. */
const image = /^(ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError)$/;
const setup = /^(CreateContainerConfigError|CreateContainerError|RunContainerError)$/;

/** Why the pod will never start, if that can be told already. */
export async function startTrouble(
  api: ClusterApi,
  job: Job,
  pod: Pod | undefined,
  where: string,
  signal: AbortSignal,
): Promise<HelmwatchError | undefined> {
  const waiting = pod?.status?.containerStatuses?.[0]?.state?.waiting;
  const { reason = "", message = "" } = waiting ?? {};
  if (image.test(reason))
    return notStarted(where, `${reason}: ${message || (await lastWarning(api, pod!, signal))}`, true);
  if (setup.test(reason)) return notStarted(where, `${reason}: ${message}`);
  if (pod) return undefined;
  const refused = (await api.warnings(job.metadata.uid, signal)).find(({ reason }) => reason === "FailedCreate");
  return refused && notStarted(where, refused.message ?? "its pod was refused");
}

/** Why it has not started until now, by the last event about the pod or the Job. */
export async function startedTooLate(
  api: ClusterApi,
  job: Job,
  pod: Pod | undefined,
  where: string,
  seconds: number,
  signal: AbortSignal,
): Promise<HelmwatchError> {
  const reason = await lastWarning(api, pod ?? job, signal).catch(() => "");
  return notStarted(where, `no pod of it started within ${seconds}s${reason ? `; ${reason}` : ""}`);
}

async function lastWarning(api: ClusterApi, { metadata }: Job | Pod, signal: AbortSignal): Promise<string> {
  const last = (await api.warnings(metadata.uid, signal)).at(-1);
  return last ? `${last.reason}: ${last.message}` : "";
}

function notStarted(where: string, why: string, isImage = false): HelmwatchError {
  return new HelmwatchError(isImage ? "HELM_NOT_FOUND" : "HELM_FAILED", `helm did not start in ${where}: ${why}`, {
    hint: isImage
      ? "Check helm.in_cluster.image, image_pull_policy and image_pull_secrets."
      : "Check quota, policies, service account and nodes of the namespace of the Jobs.",
    facts: { where },
  });
}

/** Whether the Job ended without telling so by a pod: refused, past its deadline, removed. */
export function jobIsOver(job: Job | undefined): string | undefined {
  if (!job) return "the Job was removed while it ran";
  const end = jobEnd(job);
  return end && (end.message ?? end.reason ?? end.type);
}
