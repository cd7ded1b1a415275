import type { JobRef } from "./kube-objects.js";
import { type Pack, pieceSize } from "./pack-files.js";

/** Keys that share a Secret, each Secret as full as the order of the entries lets it be. */
export function splitEntries({ entries }: Pack): readonly (readonly string[])[] {
  const groups: string[][] = [[]];
  let size = 0;
  for (const [key, bytes] of entries) {
    if (size > 0 && size + bytes.length > pieceSize) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(key);
    size += bytes.length;
  }
  return groups;
}

export const secretName = (prefix: string, index: number) => `${prefix}-${index}`;

/** Owned by the Job: the cluster removes them with it, whatever becomes of helmwatch. */
export function buildSecrets(
  pack: Pack,
  { name, uid, namespace }: JobRef,
  prefix: string,
  labels: Readonly<Record<string, string>>,
) {
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid, controller: false, blockOwnerDeletion: false };
  return splitEntries(pack).map((keys, index) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretName(prefix, index), namespace, labels, ownerReferences: [owner] },
    immutable: true,
    type: "Opaque",
    data: Object.fromEntries(keys.map((key) => [key, pack.entries.get(key)!.toString("base64")])),
  }));
}
