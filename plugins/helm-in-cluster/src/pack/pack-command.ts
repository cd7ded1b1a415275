import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { type HelmCommand, HelmwatchError } from "@helmwatch/core/plugin";
import { chartFiles } from "@helmwatch/helm";
import { type FileToPack, type Pack, packDirectory, packFiles, shellWord } from "@helmwatch/kube/job";
import { podArgv } from "./pod-argv.js";
import { podScript } from "./pod-script.js";

export const podFiles = "/helmwatch/work/files";

/** Reads the command's files; of a chart's folder what its .helmignore leaves in. Throws HELM_TOO_LARGE, CHART_NOT_FOUND. */
export async function packCommand({ argv, stdin, files, interruptible }: HelmCommand): Promise<Pack> {
  const paths = new Map<string, string>();
  const toPack: FileToPack[] = [];
  for (const path of new Set(files)) {
    const number = String(toPack.length).padStart(3, "0");
    const name = `${number}-${basename(path).replace(/[^\w.-]/g, "_")}`;
    const isFolder = (await stat(path).catch(gone(path))).isDirectory();
    toPack.push({ name, isFolder, content: isFolder ? await packDirectory(path, await chartFiles(path)) : path });
    paths.set(path, `${podFiles}/${name}`);
  }
  return packFiles({
    files: toPack,
    entries: {
      argv: `set -- ${podArgv(argv, paths).map(shellWord).join(" ")}\n`,
      "run.sh": podScript({ interruptible }),
      stdin: stdin ?? "",
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
