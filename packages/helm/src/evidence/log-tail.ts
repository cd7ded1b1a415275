import type { KubeAccess } from "@helmwatch/core/plugin";
import type { ContainerFacts } from "./pod-facts.js";

const lines = 20;
const bytes = 4096;

/** The end of a container's log; of its last run where it is waiting to be restarted. "" when there is none. */
export async function logTail(
  kube: KubeAccess,
  namespace: string,
  pod: string,
  { name, state, restarts }: ContainerFacts,
  signal: AbortSignal,
): Promise<string> {
  const previous = state !== "running" && restarts > 0 ? "&previous=true" : "";
  const text = await kube.request<unknown>({
    method: "GET",
    path: `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${name}&tailLines=${lines}${previous}`,
    headers: { accept: "text/plain, */*" },
    signal,
  });
  return typeof text === "string" ? text.trimEnd().slice(-bytes) : "";
}
