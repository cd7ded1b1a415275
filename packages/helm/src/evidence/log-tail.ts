import type { KubeAccess } from "@helmwatch/core/plugin";
import type { ContainerFacts } from "./pod-facts.js";

/** Of a log's end. */
export interface TailLimit {
  readonly lines: number;
  readonly bytes: number;
}

const short: TailLimit = { lines: 20, bytes: 4096 };

/** The end of a container's log, "" when there is none; of the run before where it has been started anew. */
export async function logTail(
  kube: KubeAccess,
  namespace: string,
  pod: string,
  { name, state, restarts }: ContainerFacts,
  signal: AbortSignal,
  { lines, bytes }: TailLimit = short,
): Promise<string> {
  // Waiting to be started again, the log is still that of the run that failed.
  const previous = state === "running" && restarts > 0 ? "&previous=true" : "";
  const text = await kube.request<unknown>({
    method: "GET",
    path: `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${name}&tailLines=${lines}${previous}`,
    headers: { accept: "text/plain, */*" },
    signal,
  });
  // The kubelet answers so, and with 200, when it has just removed the container.
  if (typeof text !== "string" || text.startsWith("unable to retrieve container logs")) return "";
  return text.trimEnd().slice(-bytes);
}
