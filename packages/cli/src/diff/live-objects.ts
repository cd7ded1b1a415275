import type { ManifestObject } from "@helmwatch/core";
import type { ReadObject } from "@helmwatch/kube";
import type { KubeConnections } from "../host/kube-connections.js";

/** What reads the live objects of the cluster of a context. */
export function liveObjects(kube: KubeConnections, signal: AbortSignal) {
  const readers = new Map<string | undefined, Promise<ReadObject>>();
  const connect = async (context: string | undefined): Promise<ReadObject> => {
    const { objectReader } = await import("@helmwatch/kube");
    return objectReader(await kube(context), signal);
  };
  return async (context: string | undefined) => {
    const reader = readers.get(context) ?? connect(context);
    readers.set(context, reader);
    const read = await reader;
    return ({ data, kind, namespace, name }: ManifestObject) =>
      read({ apiVersion: String(data.apiVersion), kind, namespace, name });
  };
}
