import { pieceSize } from "../pack/pack-command.js";
import type { PackedCommand } from "../pack/packed-command.js";

export interface Secret {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ownerReferences: readonly object[];
  };
  readonly immutable: true;
  readonly type: "Opaque";
  readonly data: Readonly<Record<string, string>>;
}

/** Keys that share a Secret, each Secret as full as the order of the entries lets it be. */
export function splitEntries({ entries }: PackedCommand): readonly (readonly string[])[] {
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
  packed: PackedCommand,
  job: {
    readonly name: string;
    readonly uid: string;
    readonly namespace: string;
    readonly prefix: string;
    readonly labels: Readonly<Record<string, string>>;
  },
): readonly Secret[] {
  const { name, uid, namespace, labels } = job;
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid, controller: false, blockOwnerDeletion: false };
  return splitEntries(packed).map((keys, index) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretName(job.prefix, index), namespace, labels, ownerReferences: [owner] },
    immutable: true,
    type: "Opaque",
    data: Object.fromEntries(keys.map((key) => [key, packed.entries.get(key)!.toString("base64")])),
  }));
}
