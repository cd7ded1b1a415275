import { dirname } from "node:path";
import type { HelmCommand, HelmResult } from "@helmwatch/core/plugin";

/** How helm of this machine pulled a chart. */
export interface PulledChart extends Pick<HelmCommand, "argv" | "env" | "files"> {
  /** `sha256:…` of the OCI manifest, where helm told it. */
  readonly digest?: string;
}

export interface PulledCharts {
  remember(command: HelmCommand, result: HelmResult): void;
  /** Undefined for a file that nobody pulled here: of this machine, or of a saved plan. */
  find(path: string): PulledChart | undefined;
}

/** The pulls of this run: what this machine's helm pulled, a pod's can pull just the same. */
export function pulledCharts(): PulledCharts {
  const byFolder = new Map<string, PulledChart>();
  return {
    remember({ argv, env, files }, { exitCode, stdout, stderr }) {
      const place = argv.indexOf("--destination");
      const folder = argv[place + 1];
      if (argv[0] !== "pull" || place < 0 || folder === undefined || exitCode !== 0) return;
      const digest = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(`${stdout}\n${stderr}`)?.[1];
      const kept = argv.filter((_, index) => index !== place && index !== place + 1);
      byFolder.set(folder, { argv: kept, env, files, ...(digest === undefined ? {} : { digest }) });
    },
    find: (path) => byFolder.get(dirname(path)),
  };
}
