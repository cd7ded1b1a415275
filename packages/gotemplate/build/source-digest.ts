import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** One digest of all that decides what is compiled from a Go module, but Go's version; go.sum stands for other modules. */
export async function sourceDigest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = createHash("sha256");
  for (const file of files.sort()) {
    const content = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    digest.update(`${content}  ${relative(folder, file)}\n`);
  }
  return digest.digest("hex");
}
