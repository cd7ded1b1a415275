import type { KubeAccess } from "@helmwatch/core/plugin";
import { type Job, listJobs, type Pod } from "@helmwatch/kube/job";
import type { Operation } from "../job/operation.js";
import { managedBy, releaseLabels } from "../job/prepare-job.js";

const labelsOf = ({ release, namespace }: Operation) => ({ ...managedBy, ...releaseLabels({ release, namespace }) });

/** The Jobs of a release, with those that have ended. */
export function releaseJobs(kube: KubeAccess, namespace: string, operation: Operation, signal: AbortSignal) {
  return listJobs(kube, namespace, labelsOf(operation), signal);
}

/** The pods of a release, also those whose Job is gone. */
export async function releasePods(
  kube: KubeAccess,
  namespace: string,
  operation: Operation,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const selector = Object.entries(labelsOf(operation)).map(([key, value]) => `${key}=${value}`);
  const path = `/api/v1/namespaces/${namespace}/pods?${new URLSearchParams({ labelSelector: selector.join(",") })}`;
  return (await kube.request<{ items: readonly Pod[] | null }>({ method: "GET", path, signal })).items ?? [];
}

/** Whether it has ended, or is being removed. */
export const isOver = ({ metadata, status }: Job): boolean =>
  metadata.deletionTimestamp !== undefined ||
  (status?.conditions ?? []).some(({ type, status }) => status === "True" && /^(?:Complete|Failed)$/.test(type));

/** Whether helm has ended in it; its Job says so somewhat later. */
export function hasEnded({ status = {} }: Pod): boolean {
  const { phase = "", containerStatuses = [] } = status;
  const terminated = containerStatuses.length > 0 && containerStatuses.every(({ state }) => state?.terminated);
  return terminated || /^(?:Succeeded|Failed)$/.test(phase);
}
