import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { platform } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";

const extensions = platform() === "win32" ? [".exe", ""] : [""];

/** Whether a program is named by its path, and not to be looked up. */
export const isProgramPath = (name: string) => isAbsolute(name) || /[\\/]/.test(name);

/** The absolute path of a program: a name is looked up on `path`, anything with a separator is a file. */
export async function findProgram(name: string, path: string | undefined): Promise<string | undefined> {
  const folders = isProgramPath(name) ? [""] : (path ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders)
    for (const extension of extensions) {
      const candidate = resolve(join(folder, name + extension));
      if (await isExecutable(candidate)) return candidate;
    }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
