import { createHash } from "node:crypto";
import { archiveEntries } from "./archive-entries.js";
import { digestFile } from "./pull-chart.js";

/** `sha256:…` over what is in a .tgz: helm 3 writes the time of packing into one. Of one it cannot read, over its bytes. */
export async function digestArchive(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const { name, isFile, bytes } of archiveEntries(path))
      hash.update(`${isFile ? "file" : "other"} ${name}\0${bytes.length}\0`).update(bytes);
  } catch {
    return digestFile(path);
  }
  return `sha256:${hash.digest("hex")}`;
}
