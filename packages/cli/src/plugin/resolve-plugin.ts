import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { findPackage, owningPackage, type Package, packageEntry, readPackage } from "./find-package.js";

/** Where a plugin's module stands. */
export interface PluginFile {
  /** What the user wrote, or the package that a type stands for. */
  readonly use: string;
  /** Absolute. */
  readonly entry: string;
  readonly package?: Package;
}

export interface PluginPlaces {
  /** Folder of the config file. */
  readonly folder: string;
  /** Folder from which the CLI's own dependencies are found. */
  readonly own: string;
}

/** A package name, a path in a package, or a path relative to the config file → a file. Throws PLUGIN_NOT_FOUND. */
export async function resolvePlugin(use: string, places: PluginPlaces): Promise<PluginFile> {
  return /^(\.{1,2}(\/|$)|\/|[a-z]:[\\/])/i.test(use) ? resolvePath(use, places) : resolvePackage(use, places);
}

async function resolvePath(use: string, { folder }: PluginPlaces): Promise<PluginFile> {
  const path = resolve(folder, use);
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new HelmwatchError("PLUGIN_NOT_FOUND", `there is no plugin at ${JSON.stringify(use)}`, {
      hint: `the path is relative to the config file: ${path}`,
    });
  if (!found.isDirectory()) {
    const owner = await owningPackage(path);
    return { use, entry: path, ...(owner ? { package: owner } : {}) };
  }
  const own = (await readPackage(path)) ?? { folder: path, manifest: {} };
  return inPackage(use, own, ".");
}

async function resolvePackage(use: string, { folder, own }: PluginPlaces): Promise<PluginFile> {
  const [, name, rest = ""] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(use) ?? [];
  if (name === undefined || !/^(@[\w.~-]+\/)?[\w~-][\w.~-]*$/.test(name))
    throw new HelmwatchError("PLUGIN_NOT_FOUND", `${JSON.stringify(use)} is no name of a package`, {
      hint: "write a package name, or a path that starts with ./",
    });
  const found = (await findPackage(name, folder)) ?? (await findPackage(name, own));
  if (found) return inPackage(use, found, `.${rest}`);
  const isFile = await stat(resolve(folder, use)).then(
    () => true,
    () => false,
  );
  throw new HelmwatchError("PLUGIN_NOT_FOUND", `plugin ${JSON.stringify(use)} is not installed`, {
    hint: isFile
      ? `for the file beside the config, write "./${use}"`
      : `run "npm install ${name}" in ${folder}; it was looked for there and beside helmwatch`,
  });
}

function inPackage(use: string, found: Package, subpath: string): PluginFile {
  const entry = packageEntry(found, subpath);
  if (entry === undefined)
    throw new HelmwatchError(
      "PLUGIN_NOT_FOUND",
      `package ${JSON.stringify(found.manifest.name ?? use)} has no entry "${subpath}" to import`,
      { hint: `its package.json in ${found.folder} has other "exports"` },
    );
  return { use, entry, package: found };
}
