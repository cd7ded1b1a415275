import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Diagnostic } from "@helmwatch/core/plugin";
import type { TemplateHost } from "../src/index.js";

/** Where the expressions of the tables read and run. */
export const folder = join(import.meta.dirname, "table/files");

/** The environment of the expressions; PATH is for `exec`. */
export const environment = {
  GREETING: "hello",
  EMPTY: "",
  SECRET_FILE: "note.txt",
  TZ: "UTC",
  PATH: process.env.PATH ?? "",
} as const;

/** This machine, as a host: what the CLI gives. */
export function machine(more: Partial<TemplateHost> & { warnings?: Diagnostic[] } = {}): TemplateHost {
  const at = (path: string) => resolve(folder, path);
  return {
    environment,
    folder,
    clock: { wall: () => Date.now() },
    timeZone: "UTC",
    files: {
      read: (path) => readFileSync(at(path)),
      stat: (path) => {
        const found = statSync(at(path));
        const { size, mode, mtimeMs: modified } = found;
        return { folder: found.isDirectory(), size, mode, modified };
      },
      list: (path) => readdirSync(at(path)).sort(),
    },
    exec(command, args, stdin) {
      const found = spawnSync(command, [...args], { cwd: folder, input: stdin, encoding: "utf8", env: environment });
      if (found.error) throw found.error;
      return { exitCode: found.status, stdout: found.stdout, stderr: found.stderr };
    },
    warn: (warning) => more.warnings?.push(warning),
    ...more,
  };
}
