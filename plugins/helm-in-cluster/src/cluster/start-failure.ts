import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { explainWaiting, type JobRef, type Situation, warningEvents } from "@helmwatch/kube/job";

type NotStarted = Extract<Situation, { kind: "waiting" | "unstartable" }>;

const image = /^(?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError)$/;

/** The error for a helm that did not start, with the event that explains it. */
export async function startFailure(
  kube: KubeAccess,
  job: JobRef,
  seen: NotStarted,
  startTimeoutMs: number,
  signal: AbortSignal,
): Promise<HelmwatchError> {
  const where = `job ${job.namespace}/${job.name}`;
  const uids = [job.uid, ...(seen.pod ? [seen.pod.metadata.uid] : [])];
  const why =
    seen.kind === "waiting"
      ? explainWaiting(seen, await warningEvents(kube, job.namespace, uids, signal).catch(() => []))
      : `${seen.reason}: ${seen.message}`;
  const isLate = seen.kind === "waiting" && !seen.hopeless;
  const late = isLate ? `no pod of it started within ${Math.round(startTimeoutMs / 1000)}s; ` : "";
  const isImage = image.test(seen.reason);
  return new HelmwatchError(
    isImage ? "HELM_NOT_FOUND" : "HELM_FAILED",
    `helm did not start in ${where}: ${late}${why}`,
    {
      hint: isImage
        ? "Check helm.in_cluster.image, image_pull_policy and image_pull_secrets."
        : "Check quota, policies, service account and nodes of the namespace of the Jobs.",
      facts: { where },
    },
  );
}
