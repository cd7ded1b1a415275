import type { KubeAccess } from "@helmwatch/core/plugin";

export interface WarningEvent {
  /** `Pod/web-0`. */
  readonly object: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** RFC 3339. */
  readonly lastSeen: string;
}

interface KubeEvent {
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string;
  readonly eventTime?: string;
  readonly metadata?: { readonly creationTimestamp?: string };
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

const fetchLimit = 500;
const keepLimit = 10;
const messageLimit = 300;

/** The latest warnings about the pods and about what is named after the release (its workloads), latest first. */
export async function warningEvents(
  kube: KubeAccess,
  namespace: string,
  release: string,
  pods: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly WarningEvent[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?fieldSelector=type%3DWarning&limit=${fetchLimit}`;
  const list = await kube.request<{ items?: readonly KubeEvent[] }>({ method: "GET", path, signal });
  return (list.items ?? [])
    .filter(({ involvedObject: { kind, name = "" } = {} }) =>
      kind === "Pod" ? pods.has(name) : name === release || name.startsWith(`${release}-`),
    )
    .map((event) => ({
      object: `${event.involvedObject?.kind ?? ""}/${event.involvedObject?.name ?? ""}`,
      reason: event.reason ?? "",
      message: (event.message ?? "").slice(0, messageLimit),
      count: event.count ?? 1,
      lastSeen: event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp ?? "",
    }))
    .sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1))
    .slice(0, keepLimit);
}
