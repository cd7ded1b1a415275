import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type HelmCommand, HelmwatchError } from "@helmwatch/core/plugin";
import { chartFiles } from "@helmwatch/helm";
import { type FileToPack, type Pack, packDirectory, packFiles, shellWord } from "@helmwatch/kube/job";
import { type PodPull, podPull } from "../pull/pod-pull.js";
import { pullScript } from "../pull/pull-script.js";
import type { PulledCharts } from "../pull/pulled-charts.js";
import { podArgv } from "./pod-argv.js";
import { podScript } from "./pod-script.js";

export const podFiles = "/helmwatch/work/files";

export interface PackOptions {
  /** Absent: every file is carried. */
  readonly pulled?: PulledCharts;
  /** Told of a chart that is carried although it was pulled. */
  carried?(path: string, why: string): void;
}

/**
 * Reads the command's files; of a chart's folder what its .helmignore leaves in, of a chart that the pod is to pull how it
 * does that. Throws HELM_TOO_LARGE, CHART_NOT_FOUND.
 */
export async function packCommand(
  { argv, stdin, files, interruptible }: HelmCommand,
  { pulled, carried }: PackOptions = {},
): Promise<Pack> {
  const paths = new Map<string, string>();
  const toPack: FileToPack[] = [];
  const pull: Record<string, string> = {};
  const nameIt = (path: string) => {
    const name = `${String(paths.size).padStart(3, "0")}-${basename(path).replace(/[^\w.-]/g, "_")}`;
    paths.set(path, `${podFiles}/${name}`);
    return name;
  };
  const carry = async (path: string) => {
    const isFolder = (await stat(path).catch(gone(path))).isDirectory();
    const content = isFolder ? await packDirectory(path, await chartFiles(path)) : path;
    toPack.push({ name: nameIt(path), isFolder, content });
  };
  for (const path of new Set(files)) {
    const chart = pulled?.find(path);
    const way: PodPull | string | undefined = chart && (await podPull(chart));
    if (typeof way === "string") carried?.(path, way);
    if (way === undefined || typeof way === "string") await carry(path);
    else {
      for (const file of way.files) await carry(file);
      Object.assign(pull, way.entries, { pull: await pullScript(path, nameIt(path), way, paths) });
    }
  }
  return packFiles({
    files: toPack,
    entries: {
      argv: `set -- ${podArgv(argv, paths).map(shellWord).join(" ")}\n`,
      "run.sh": podScript({ interruptible }),
      stdin: stdin ?? "",
      ...pull,
    },
    what: `chart and values of this ${argv[0]}`,
    hint: "Leave out of the chart what it does not need, by .helmignore.",
  });
}

const gone = (path: string) => (cause: unknown) => {
  throw new HelmwatchError(
    "CHART_NOT_FOUND",
    `"${path}" is gone: chart and values files are read when helm is started`,
    {
      hint: "Look at the paths of the release; a saved plan is made anew by helmwatch build.",
      cause,
    },
  );
};
