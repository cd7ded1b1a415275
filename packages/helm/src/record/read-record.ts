import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import type { ReleaseId } from "../release/helm-release.js";
import { uniqname } from "../release/uniqname.js";
import { decodeRecord, type ReleaseRecord } from "./release-record.js";
import type { ReleaseStorage } from "./release-storage.js";

/** Fetches and decodes the record of one revision. */
export async function readRecord(
  kube: KubeAccess,
  { resource }: ReleaseStorage,
  release: ReleaseId,
  revision: number,
  signal: AbortSignal,
): Promise<ReleaseRecord> {
  const path = `/api/v1/namespaces/${release.namespace}/${resource}/sh.helm.release.v1.${release.name}.v${revision}`;
  const object = await kube.request<{ data?: { release?: string } }>({ method: "GET", path, signal });
  const payload = object.data?.release;
  if (typeof payload !== "string")
    throw new HelmwatchError("HELM_RECORD_MISMATCH", `revision ${revision} of ${uniqname(release)} has no payload`);
  return decodeRecord(payload, resource);
}
