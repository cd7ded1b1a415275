import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { BadBackends } from "./bad-backend.js";
import { namespaceOf, starting, telling, without, withoutEnv } from "./spoil.js";
import { allFailures, title } from "./title.js";

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** Those that tell a failure wrongly, or have one of their own. */
export const badFailures: BadBackends = {
  "leaves out a flag that it does not know: --wait-for-jobs": {
    caughtBy: ["tells a resource that failed while it was waited for"],
    spoil: starting(without("--wait-for-jobs")),
  },
  "leaves out a flag that it does not know: --timeout": {
    caughtBy: ["tells resources that are not ready by helm's timeout", title.stdin],
    spoil: starting(without("--timeout", 1)),
  },
  "tells only the last line of an error": {
    caughtBy: ["tells a hook that failed", "loses nothing of a long stderr", title.evidence],
    spoil: telling(({ stderr }) => ({ stderr: stderr.trimEnd().split("\n").at(-1) ?? "" })),
  },
  "words errors in its own way": {
    caughtBy: allFailures,
    spoil: telling(({ stderr }) => ({ stderr: stderr.replace("Error: ", "helm failed, ") })),
  },
  "mends a pending release by itself": {
    caughtBy: ["tells a release that another helm left pending"],
    spoil: ({ good, cluster }) => ({
      async run(command, signal) {
        const result = await good.run(command, signal);
        if (!result.stderr.includes("another operation")) return result;
        const namespace = namespaceOf(command);
        for (const { metadata } of cluster.list(namespace, "secrets"))
          cluster.remove(namespace, "secrets", metadata.name);
        return good.run(command, signal);
      },
    }),
  },
  "goes to a cluster of its own choice": {
    caughtBy: ["tells a cluster that it cannot reach"],
    spoil: withoutEnv("HELM_KUBEAPISERVER"),
  },
  "acts as a user of its own choice": {
    caughtBy: ["tells a cluster that refuses it"],
    spoil: withoutEnv("HELM_KUBEASUSER"),
  },
  "throws where helm fails to render": {
    caughtBy: [
      "tells a chart that does not render",
      "keeps stdout and stderr of helm apart",
      "tells helm's exit code",
      "loses nothing of a long stderr",
      "writes nothing to stdout and stderr of its own process",
    ],
    spoil: telling(({ stderr }) => {
      if (stderr.includes("execution error")) throw new Error("helm failed");
      return {};
    }),
  },
  "refuses large files with an error that has no code": {
    caughtBy: [title.large],
    spoil: starting(({ files }) => {
      if (files.some((path) => sizeOf(path) > 1024 * 1024)) throw new Error("too large");
      return {};
    }),
  },
};
