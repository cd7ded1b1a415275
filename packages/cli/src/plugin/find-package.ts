import { readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The parts of a package.json that loading a plugin needs. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** Real path. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** An installed package, looked for in `node_modules` of the folder and of those above it, as Node does. */
export async function findPackage(name: string, from: string): Promise<Package | undefined> {
  for (const folder of foldersAbove(from)) {
    const found = await readPackage(join(folder, "node_modules", name));
    if (found) return found;
  }
  return undefined;
}

/** The package that a file belongs to. */
export async function owningPackage(file: string): Promise<Package | undefined> {
  for (const folder of foldersAbove(dirname(file))) {
    const found = await readPackage(folder);
    if (found) return found;
  }
  return undefined;
}

/** The package in a folder; undefined where there is no readable package.json. */
export async function readPackage(folder: string): Promise<Package | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return typeof manifest === "object" && manifest !== null ? { folder: await realpath(folder), manifest } : undefined;
  } catch {
    return undefined;
  }
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

const conditions = new Set(["node", "import", "module-sync", "default"]);

/**
 * The file that `import` of a package, or of a path in it such as `./queue`, gives: Node's rules for `exports` without
 * patterns, which no plugin needs. Undefined when the package has no such entry.
 */
export function packageEntry({ folder, manifest }: Package, subpath = "."): string | undefined {
  if (manifest.exports === undefined || manifest.exports === null)
    return join(folder, subpath === "." ? (manifest.main ?? "index.js") : subpath);
  const hasPaths = typeof manifest.exports === "object" && Object.keys(manifest.exports).some((key) => key[0] === ".");
  const target = hasPaths
    ? (manifest.exports as Record<string, unknown>)[subpath]
    : subpath === "."
      ? manifest.exports
      : undefined;
  const path = choose(target);
  return path === undefined ? undefined : join(folder, path);
}

function choose(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  const candidates = Array.isArray(target)
    ? target
    : Object.entries(target).flatMap(([key, value]) => (conditions.has(key) ? [value] : []));
  for (const one of candidates) {
    const path = choose(one);
    if (path !== undefined) return path;
  }
  return undefined;
}
