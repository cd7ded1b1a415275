import { HelmwatchError } from "@helmwatch/core/plugin";
import { findProgram, isProgramPath } from "@helmwatch/helm/find-program";

/**
 * Where the program is: a name is looked up on `path`, anything with a separator is a file. Throws HELM_NOT_FOUND.
 */
export async function findBinary(binary: string, path: string | undefined): Promise<string> {
  const found = await findProgram(binary, path);
  if (found !== undefined) return found;
  const isFile = isProgramPath(binary);
  throw new HelmwatchError(
    "HELM_NOT_FOUND",
    isFile ? `there is no program at helm.binary "${binary}"` : `there is no program "${binary}" on PATH`,
    {
      hint: "Install Helm 3.14 or newer (https://helm.sh/docs/intro/install), or set helm.binary to its path.",
      facts: isFile ? { binary } : { binary, path: path ?? "" },
    },
  );
}
