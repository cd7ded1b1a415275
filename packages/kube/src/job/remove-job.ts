import type { KubeAccess } from "@helmwatch/core/plugin";
import { jobPath } from "./api-path.js";
import type { JobRef } from "./kube-objects.js";
import { unlessStatus } from "./passing-failure.js";

/** With its pods and all else that it owns. One that is gone already is fine; another of its name is left alone. */
export async function removeJob(kube: KubeAccess, job: JobRef, signal: AbortSignal): Promise<void> {
  const body = { propagationPolicy: "Background", preconditions: { uid: job.uid } };
  await kube.request({ method: "DELETE", path: jobPath(job), body, signal }).catch(unlessStatus(404, 409));
}
