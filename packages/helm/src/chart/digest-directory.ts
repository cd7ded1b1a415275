import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chartFiles } from "./chart-files.js";

/** `sha256:…` over the relative paths and the bytes of all files of a chart. */
export async function digestDirectory(directory: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await chartFiles(directory)) {
    const bytes = await readFile(join(directory, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256:${hash.digest("hex")}`;
}
