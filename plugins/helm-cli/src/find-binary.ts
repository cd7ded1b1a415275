import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { platform } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";

const extensions = platform() === "win32" ? [".exe", ""] : [""];

/**
 * Where the program is: a name is looked up on `path`, anything with a separator is a file. Throws HELM_NOT_FOUND.
 */
export async function findBinary(binary: string, path: string | undefined): Promise<string> {
  const isFile = isAbsolute(binary) || /[\\/]/.test(binary);
  const folders = isFile ? [""] : (path ?? "").split(delimiter).filter(Boolean);
  for (const folder of folders)
    for (const extension of extensions) {
      const candidate = resolve(join(folder, binary + extension));
      if (await isExecutable(candidate)) return candidate;
    }
  throw new HelmwatchError(
    "HELM_NOT_FOUND",
    isFile ? `there is no program at helm.binary "${binary}"` : `there is no program "${binary}" on PATH`,
    {
      hint: "Install Helm 3.14 or newer (https://helm.sh/docs/intro/install), or set helm.binary to its path.",
      facts: isFile ? { binary } : { binary, path: path ?? "" },
    },
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
