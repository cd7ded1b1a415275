import type { KubeAccess } from "@helmwatch/core/plugin";
import { podPath } from "./api-path.js";
import type { Pod } from "./kube-objects.js";
import { unlessStatus } from "./passing-failure.js";

/** SIGTERM; after the grace (seconds; by default the pod's own) SIGKILL. */
export async function stopPod(
  kube: KubeAccess,
  namespace: string,
  { metadata }: Pod,
  graceSeconds: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const body = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  await kube
    .request({ method: "DELETE", path: podPath(namespace, metadata.name), body, signal })
    .catch(unlessStatus(404));
}
