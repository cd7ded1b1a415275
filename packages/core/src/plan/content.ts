import { hash } from "node:crypto";
import type { link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file, or a folder as its files by relative path with `/`. Links are followed, as helm does. */
export type Content = Uint8Array | ReadonlyMap<string, Uint8Array>;

/** The calls of node:fs/promises that change a disk, so that tests can stop them at any point. */
export interface Disk {
  readonly mkdir: typeof mkdir;
  readonly writeFile: typeof writeFile;
  readonly link: typeof link;
  readonly rename: typeof rename;
  readonly rm: typeof rm;
}

/**
 * Reads a file or a whole folder but for `except`, an absolute path: a plan may stand within a chart. Rejects with the
 * errors of node:fs.
 */
export async function readContent(path: string, signal: AbortSignal, except?: string): Promise<Content> {
  if (!(await stat(path)).isDirectory()) return readFile(path, { signal });
  const files = new Map<string, Uint8Array>();
  /** `above`: the real paths of the folders it is in; a link back to one of them would never end. */
  async function walk(relative: string, above: readonly string[]): Promise<void> {
    const here = await realpath(join(path, relative));
    if (above.includes(here)) return;
    for (const name of (await readdir(here)).sort()) {
      signal.throwIfAborted();
      const inner = relative === "" ? name : `${relative}/${name}`;
      const full = join(path, inner);
      if (full === except) continue;
      // A link that leads nowhere is no file.
      const is = await stat(full).catch(() => undefined);
      if (is?.isDirectory()) await walk(inner, [...above, here]);
      else if (is?.isFile()) files.set(inner, await readFile(full, { signal }));
    }
  }
  await walk("", []);
  return files;
}

/** SHA-256 in hex: of a file's bytes; of the names and digests of a folder's files. */
export function contentDigest(content: Content): string {
  if (content instanceof Uint8Array) return sha256(content);
  const names = [...content.keys()].sort();
  return sha256(JSON.stringify(names.map((name) => [name, sha256(content.get(name)!)])));
}

export function sha256(data: Uint8Array | string): string {
  return hash("sha256", data);
}

/** Files 0600, folders 0700: charts and values may hold secrets. */
export async function writeContent(path: string, content: Content, disk: Disk): Promise<void> {
  if (content instanceof Uint8Array) return disk.writeFile(path, content, { mode: 0o600 });
  await disk.mkdir(path, { recursive: true, mode: 0o700 });
  for (const folder of new Set([...content.keys()].map((name) => dirname(name))))
    await disk.mkdir(join(path, folder), { recursive: true, mode: 0o700 });
  for (const [name, bytes] of content) await disk.writeFile(join(path, name), bytes, { mode: 0o600 });
}
