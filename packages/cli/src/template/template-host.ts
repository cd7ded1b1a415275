import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "@helmwatch/core/plugin";
import type { TemplateFiles, TemplateHost } from "@helmwatch/gotemplate";
import type { World } from "../world/world.js";

/** Bytes that a program of a template may print. */
const outputLimit = 64 * 1024 * 1024;

/** What templates reach of this machine: the environment, files to read, programs without a shell. */
export function templateHost(
  { cwd, env, clock }: Pick<World, "cwd" | "env" | "clock">,
  warn: (warning: Diagnostic) => void,
): TemplateHost {
  return {
    environment: env,
    folder: cwd,
    clock,
    files: filesFrom(cwd),
    exec(command, args, stdin) {
      const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
        ...{ cwd, env: env as NodeJS.ProcessEnv, input: stdin, encoding: "utf8", maxBuffer: outputLimit },
      });
      if (error) throw error;
      return { exitCode: status, ...(signal === null ? {} : { signal }), stdout, stderr };
    },
    warn,
  };
}

/** Files of this machine; relative paths start from the folder. */
export function filesFrom(folder: string): TemplateFiles {
  const at = (path: string) => resolve(folder, path);
  return {
    read: (path) => readFileSync(at(path)),
    stat(path) {
      const stats = statSync(at(path));
      const { size, mode, mtimeMs } = stats;
      return { folder: stats.isDirectory(), size, mode: mode & 0o777, modified: mtimeMs };
    },
    list: (path) => readdirSync(at(path)),
  };
}
