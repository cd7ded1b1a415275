import type { KubeAccess } from "@helmwatch/core/plugin";
import { eventsPath } from "./api-path.js";
import type { KubeEvent } from "./kube-objects.js";

export interface WarningEvent {
  /** `job`, `pod`. */
  readonly object: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}

const most = 10;
const longest = 500;

/** The warnings of the given objects, oldest first; none where they cannot be read: they explain, and decide nothing. */
export async function warningEvents(
  kube: KubeAccess,
  namespace: string,
  uids: readonly string[],
  signal: AbortSignal,
): Promise<readonly WarningEvent[]> {
  const read = async (uid: string) => {
    const path = eventsPath(namespace, uid);
    return (await kube.request<{ items: KubeEvent[] }>({ method: "GET", path, signal })).items;
  };
  const lists = await Promise.all(uids.map((uid) => read(uid).catch(() => [])));
  signal.throwIfAborted();
  const inOrder = lists.flat().sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  return inOrder.slice(-most).map(seen);
}

/** The API lists them by name. */
const timeOf = ({ series, lastTimestamp, eventTime }: KubeEvent) =>
  series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "";

const seen = ({ reason = "", message = "", count = 1, involvedObject }: KubeEvent): WarningEvent => ({
  object: (involvedObject?.kind ?? "").toLowerCase(),
  reason,
  message: message.slice(0, longest),
  count: count ?? 1,
});
