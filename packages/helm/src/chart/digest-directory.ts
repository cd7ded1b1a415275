import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/** `sha256:…` over the sorted relative paths and the bytes of all files; links are followed, as helm does. */
export async function digestDirectory(directory: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await listFiles(directory, "", [])).sort()) {
    const bytes = await readFile(join(directory, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** `above`: the real paths of the directories it is in; a link back to one of them would never end. */
async function listFiles(root: string, relative: string, above: readonly string[]): Promise<string[]> {
  const here = await realpath(join(root, relative));
  if (above.includes(here)) return [];
  const files: string[] = [];
  for (const name of await readdir(here)) {
    const path = relative === "" ? name : `${relative}/${name}`;
    const entry = await stat(join(root, path)).catch(() => undefined); // A dangling link is no file.
    if (entry?.isDirectory()) files.push(...(await listFiles(root, path, [...above, here])));
    else if (entry?.isFile()) files.push(path);
  }
  return files;
}
