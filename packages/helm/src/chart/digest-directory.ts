import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chartFiles } from "./chart-files.js";
import { digestArchive } from "./digest-archive.js";

/**
 * `sha256:…` over the relative paths and the content of all files of a chart. It is the same wherever its dependencies
 * were completed anew: the lock of what they were resolved to, which has a date, is no part of it.
 */
export async function digestDirectory(directory: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await chartFiles(directory)) {
    const path = join(directory, file);
    if (file === "Chart.lock" || file === "requirements.lock") continue;
    if (/^charts\/[^/]+\.tgz$/.test(file)) hash.update(`${file}\0${await digestArchive(path)}\0`);
    else {
      const bytes = await readFile(path);
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    }
  }
  return `sha256:${hash.digest("hex")}`;
}
