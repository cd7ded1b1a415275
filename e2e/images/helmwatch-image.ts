import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { execa } from "execa";
import { busyboxFiles } from "../tools/busybox.js";
import { cacheDirectory } from "../tools/cache-directory.js";
import { type HelmMajor, helmBinary } from "../tools/helm.js";
import { buildImage, type ImageFile } from "../tools/image.js";
import { type Progress, withProgress } from "../tools/progress.js";

const cli = join(import.meta.dirname, "../../packages/cli");
const home = "/usr/lib/node_modules";

/** What packages/cli/image makes, of this machine: its Node, a helm, and the CLI with its plugins as they are built now. */
export async function helmwatchImage(
  major: HelmMajor,
  call: { readonly signal: AbortSignal; readonly progress: Progress },
  published?: string,
): Promise<{ readonly name: string; readonly archive: string }> {
  const helm = await helmBinary(major, call);
  const files: Record<string, ImageFile> = {
    ...(await busyboxFiles(call)),
    ...(await programFiles(process.execPath, "/usr/bin/node")),
    "/usr/bin/env": { linkTo: "/bin/busybox" },
    "/usr/bin/helm": { copyOf: helm },
    "/usr/bin/helmwatch": { linkTo: `${home}/@helmwatch/cli/bin/helmwatch.js` },
    ...(await packageFiles(cli)),
  };
  const tag = `helm${major}-${await digest(files)}${published ? "-published" : ""}`;
  const name = published ?? `localhost/helmwatch/helmwatch:${tag}`;
  const archive = join(cacheDirectory(), "images", `helmwatch-${tag}.tar`);
  if (!existsSync(archive)) {
    await withProgress(`packing ${name}`, call.progress, async () => {
      const unfinished = `${archive}.${process.pid}`;
      await buildImage({ name, files }, unfinished);
      await rename(unfinished, archive);
    });
    await removeOthers(archive, `helmwatch-helm${major}-`);
  }
  return { name, archive };
}

/** Each build of the CLI makes one of 200 MB. Those of the last hour may be in use by another run. */
async function removeOthers(archive: string, prefix: string): Promise<void> {
  const folder = dirname(archive);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!name.startsWith(prefix) || path === archive) continue;
    const found = await stat(path).catch(() => undefined); // Another process may have finished or removed it.
    if (found && Date.now() - found.mtimeMs > 3_600_000) await rm(path, { force: true });
  }
}

/** A program and the libraries that the dynamic linker finds for it. */
async function programFiles(program: string, path: string): Promise<Record<string, ImageFile>> {
  const { stdout } = await execa("ldd", [program]);
  const libraries = stdout.split("\n").flatMap((line) => /(?:=> )?(\/\S+) \(/.exec(line)?.[1] ?? []);
  return {
    [path]: { copyOf: program },
    ...Object.fromEntries(libraries.map((library) => [library, { copyOf: library }])),
  };
}

/**
 * What an install of the package makes: its published files, and those of all it needs, in one flat node_modules; of two
 * versions of a package the second stands in that of who needs it. `places` tells what stands where.
 */
async function packageFiles(
  folder: string,
  parent = home,
  places = new Map<string, string>(),
): Promise<Record<string, ImageFile>> {
  const {
    name,
    version,
    files: published,
    dependencies = {},
  } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const flat = `${home}/${name}`;
  const place = (places.get(flat) ?? version) === version ? flat : `${parent}/node_modules/${name}`;
  if (places.has(place)) return {};
  places.set(place, version);
  const tops = name.startsWith("@helmwatch/") ? new Set<string>(["package.json", ...published]) : undefined;
  const files: Record<string, ImageFile> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    const [top = ""] = path.split("/");
    const isIn = tops?.has(top) ?? top !== "node_modules";
    if (entry.isFile() && isIn) files[`${place}/${path}`] = { copyOf: join(folder, path) };
  }
  for (const dependency of Object.keys(dependencies))
    Object.assign(files, await packageFiles(await findDependency(dependency, folder), place, places));
  return files;
}

async function findDependency(name: string, from: string): Promise<string> {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpath(candidate);
  }
  throw new Error(`${name} is not installed for ${basename(from)}`);
}

async function digest(files: Readonly<Record<string, ImageFile>>): Promise<string> {
  const hash = createHash("sha256");
  for (const [path, file] of Object.entries(files))
    hash.update(`${path}\n`).update("copyOf" in file ? await readFile(file.copyOf) : JSON.stringify(file));
  return hash.digest("hex").slice(0, 12);
}
