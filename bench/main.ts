import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { helmBinary, startCluster } from "@helmwatch/e2e";
import { benchBuilds } from "./builds.js";
import { benchDeploys } from "./deploys.js";
import { benchReaction } from "./reaction.js";
import { benchStarts } from "./starts.js";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "100,1000" },
    parallel: { type: "string", default: String(Math.max(4, 2 * availableParallelism())) },
    cluster: { type: "string", default: "local" },
    helm: { type: "string", default: "4" },
    helmwave: { type: "string" },
    helmfile: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const say = (text: string) => console.log(text);

if (values.help)
  say(`pnpm bench [--sizes 100,1000] [--parallel N] [--helm 3|4] [--cluster local|existing]
           [--helmwave PATH] [--helmfile PATH]
Prints, from one run on one API server, helmwatch beside plain helm (and the peers whose binaries are given).`);
else await main();

async function main() {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("stopped")));
  const { signal } = stop;
  const cli = fileURLToPath(new URL("../packages/cli/bin/helmwatch.js", import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-bench-"));
  const progress = say;
  const cluster = await startCluster(values.cluster === "existing" ? "existing" : "local", { signal, progress });
  try {
    const helm = await helmBinary(values.helm === "3" ? 3 : 4, { signal, progress });
    const { kubeconfig } = cluster;
    await benchStarts(cli, folder, say);
    await benchBuilds(cli, folder, say);
    await benchReaction({ cli, helm, kubeconfig, say }, folder);
    for (const size of values.sizes.split(",").map(Number)) {
      if (signal.aborted) break;
      const { helmwave, helmfile } = values;
      await benchDeploys(size, { cli, helm, kubeconfig, parallel: Number(values.parallel), helmwave, helmfile, say });
    }
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
