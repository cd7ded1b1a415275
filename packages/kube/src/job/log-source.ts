import type { KubeAccess } from "@helmwatch/core/plugin";
import { logPath } from "./api-path.js";

export interface LogSource {
  readonly kube: KubeAccess;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Bytes of one read where the host has no streams. */
const mostBytes = 8 << 20;

/** A log as it comes, or, where the host has no streams, as it is now. */
export async function* logText(
  { kube, namespace, pod, container }: LogSource,
  query: { readonly follow: boolean; readonly sinceTime: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { follow, sinceTime } = query;
  const common = { container, timestamps: true, ...(sinceTime === undefined ? {} : { sinceTime }) };
  if (kube.stream) yield* kube.stream({ path: logPath(namespace, pod, { ...common, follow }), signal });
  else yield await readLog(kube, logPath(namespace, pod, { ...common, limitBytes: mostBytes }), signal);
}

/** `accept` as the API server wants it for a log. */
export async function readLog(kube: KubeAccess, path: string, signal: AbortSignal): Promise<string> {
  const headers = { accept: "text/plain, application/json" };
  return (await kube.request<string | undefined>({ method: "GET", path, headers, signal })) ?? "";
}
