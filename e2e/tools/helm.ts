import { join } from "node:path";
import { goPrograms } from "./go-programs.js";
import type { Progress } from "./progress.js";

export type HelmMajor = 3 | 4;

/** The helms that this run of the tests is for: that of E2E_HELM, or both. */
export const helmMajors: readonly HelmMajor[] = ([3, 4] as const).filter(
  (major) => String(major) === (process.env.E2E_HELM || String(major)),
);

/** The path of a real helm of that major version, built on first use. */
export async function helmBinary(
  major: HelmMajor,
  { signal = new AbortController().signal, progress = () => {} }: { signal?: AbortSignal; progress?: Progress } = {},
): Promise<string> {
  const module = `helm.sh/helm/v${major}`;
  const { helm } = await goPrograms(
    {
      directory: join(import.meta.dirname, "../cluster/tools", `helm-${major}`),
      module,
      packages: { helm: `${module}/cmd/helm` },
      variables: (version) => ({
        [`${module}/internal/version.version`]: version,
        [`${module}/internal/version.gitTreeState`]: "clean",
      }),
    },
    { signal, progress },
  );
  return helm;
}
