import type { KubeAccess } from "@helmwatch/core/plugin";
import { jobPath } from "./api-path.js";
import type { JobRef, Meta } from "./kube-objects.js";
import { unlessStatus } from "./passing-failure.js";

/**
 * With its pods and all else that it owns. One that is gone already is fine; another of its name is left alone, and so is
 * one that is not of the `resourceVersion` any more, where that is given.
 */
export async function removeJob(
  kube: KubeAccess,
  job: JobRef & Pick<Meta, "resourceVersion">,
  signal: AbortSignal,
): Promise<void> {
  const { uid, resourceVersion } = job;
  const preconditions = { uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  const body = { propagationPolicy: "Background", preconditions };
  await kube.request({ method: "DELETE", path: jobPath(job), body, signal }).catch(unlessStatus(404, 409));
}
