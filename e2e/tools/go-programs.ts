import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "./cache-directory.js";
import { type Progress, withProgress } from "./progress.js";

export interface GoPrograms<Name extends string> {
  /** Folder of the go.mod that pins everything. */
  directory: string;
  /** The required module whose version names the build, e.g. `k8s.io/kubernetes`. */
  module: string;
  /** Name of each program and the package it is built from. */
  packages: Readonly<Record<Name, string>>;
  /** Source files in `directory` that the programs are built from, where go.mod and go.sum do not pin all of them. */
  sources?: readonly string[];
  /** Values for `-ldflags -X`: what tells a program its own version. */
  variables(version: string): Readonly<Record<string, string>>;
}

/**
 * Paths of the programs, building the missing ones into the cache. The folder's name holds the version and a digest of
 * all that decides the result, and a program appears by rename, so any number of processes may do this at once.
 */
export async function goPrograms<Name extends string>(
  { directory, module, packages, sources = [], variables }: GoPrograms<Name>,
  { signal, progress }: { signal: AbortSignal; progress: Progress },
): Promise<Record<Name, string>> {
  const [mod, sum, ...texts] = await Promise.all(
    ["go.mod", "go.sum", ...sources].map((file) => readFile(join(directory, file), "utf8")),
  );
  const version = mod!.match(new RegExp(`^(?:require )?\\s*${module} (v\\S+)`, "m"))?.[1];
  if (!version) throw new Error(`${directory}/go.mod does not require ${module}`);
  const ldflags = ["-s -w", ...Object.entries(variables(version)).map(([name, value]) => `-X ${name}=${value}`)].join(
    " ",
  );
  const digest = createHash("sha256")
    .update([mod, sum, ldflags, ...texts].join("\n"))
    .digest("hex")
    .slice(0, 10);
  const target = join(cacheDirectory(), "bin", `${basename(directory)}-${version}-${digest}`);
  await mkdir(target, { recursive: true });

  const names = Object.keys(packages) as Name[];
  for (const [index, name] of names.entries()) {
    if (existsSync(join(target, name))) continue;
    await withProgress(`building ${name} ${version} (${index + 1}/${names.length})`, progress, async () => {
      const unfinished = join(target, `.${name}.${process.pid}`);
      try {
        await execa(
          "go",
          ["build", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", unfinished, packages[name]],
          {
            cwd: directory,
            env: { CGO_ENABLED: "0" },
            cancelSignal: signal,
          },
        );
        await rename(unfinished, join(target, name));
      } catch (error) {
        throw signal.aborted ? signal.reason : buildFailure(name, error);
      } finally {
        await rm(unfinished, { force: true });
      }
    });
  }
  return Object.fromEntries(names.map((name) => [name, join(target, name)])) as Record<Name, string>;
}

function buildFailure(name: string, error: unknown): Error {
  const { code, stderr = "" } = error as { code?: string; stderr?: string };
  if (code === "ENOENT")
    return new Error(`building ${name} needs Go, and there is no \`go\` on PATH: https://go.dev/dl/`);
  const reason = stderr.split("\n").filter((line) => !line.startsWith("go: downloading"));
  return new Error(`building ${name} failed:\n${reason.slice(-20).join("\n")}`, { cause: error });
}
