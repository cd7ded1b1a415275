import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { type HelmIgnore, helmIgnore } from "./helm-ignore.js";

/**
 * Folders that `chart: .` finds beside the chart: what stands there changes with each build and commit, and the release
 * does not.
 */
const never = new Set([".git", ".helmwatch", ".helmwave"]);

/**
 * The files that are a chart's by its `.helmignore`, as sorted paths relative to it, with `/`; links are followed, as
 * helm does.
 */
export async function chartFiles(directory: string): Promise<string[]> {
  const rules = await readFile(join(directory, ".helmignore"), "utf8").catch(() => "");
  return (await listFiles(directory, helmIgnore(rules), "", [])).sort();
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
