import { createHash } from "node:crypto";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { type HelmIgnore, helmIgnore } from "./helm-ignore.js";

/**
 * Folders that `chart: .` finds beside the chart: what stands there changes with each build and commit, and the release
 * does not.
 */
const never = new Set([".git", ".helmwatch", ".helmwave"]);

/**
 * `sha256:…` over the sorted relative paths and the bytes of all files that are the chart's by its `.helmignore`; links
 * are followed, as helm does.
 */
export async function digestDirectory(directory: string): Promise<string> {
  const hash = createHash("sha256");
  const rules = await readFile(join(directory, ".helmignore"), "utf8").catch(() => "");
  for (const file of (await listFiles(directory, helmIgnore(rules), "", [])).sort()) {
    const bytes = await readFile(join(directory, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** `above`: the real paths of the directories it is in; a link back to one of them would never end. */
async function listFiles(
  root: string,
  ignored: HelmIgnore,
  relative: string,
  above: readonly string[],
): Promise<string[]> {
  const here = await realpath(join(root, relative));
  if (above.includes(here)) return [];
  const files: string[] = [];
  for (const name of await readdir(here)) {
    if (never.has(name)) continue;
    const path = relative === "" ? name : `${relative}/${name}`;
    const entry = await stat(join(root, path)).catch(() => undefined); // A dangling link is no file.
    if (!entry || ignored(path, entry.isDirectory())) continue;
    if (entry.isDirectory()) files.push(...(await listFiles(root, ignored, path, [...above, here])));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}
