import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { NamespaceObjects } from "./namespace-objects.js";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Makes a release look as if helm had died in it: the status stands in the record and in its label. */
export async function markPending(
  objects: NamespaceObjects,
  release: string,
  revision: number,
  status: "pending-install" | "pending-upgrade" | "pending-rollback",
): Promise<void> {
  const secret = await objects.get("secrets", `sh.helm.release.v1.${release}.v${revision}`);
  // Base64 by helm around a gzip, and base64 by the API around that.
  const inner = Buffer.from(secret.data?.release ?? "", "base64").toString("latin1");
  const record = JSON.parse((await unzip(Buffer.from(inner, "base64"))).toString("utf8"));
  const zipped = await zip(JSON.stringify({ ...record, info: { ...record.info, status } }));
  const metadata = secret.metadata as (typeof secret)["metadata"] & { labels?: object };
  await objects.replace("secrets", {
    ...secret,
    metadata: { ...metadata, labels: { ...metadata.labels, status } } as typeof metadata,
    data: { release: Buffer.from(zipped.toString("base64")).toString("base64") },
  });
}
