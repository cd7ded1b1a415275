import type { KubeAccess } from "@helmwatch/core/plugin";
import type { JobRef } from "./kube-objects.js";
import type { Situation } from "./situation.js";
import { warningEvents } from "./warning-events.js";

/** A quota may have room again when another Job ends. */
const quota = /exceeded quota/;

/** Of a Job without a pod: whether the cluster refuses to make one (quota, admission, a missing service account). */
export async function refusedPod(
  kube: KubeAccess,
  { namespace, uid }: JobRef,
  signal: AbortSignal,
): Promise<Situation | undefined> {
  const events = await warningEvents(kube, namespace, [uid], signal);
  const event = events.findLast(({ reason }) => reason === "FailedCreate");
  if (!event) return undefined;
  const { reason, message } = event;
  return { kind: "waiting", reason, message, hopeless: !quota.test(message) };
}
