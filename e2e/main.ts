import { join } from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { clusterChoice, clusterEnvironment, clusterFlags } from "./cluster/cluster-choice.js";
import { upDevelopmentCluster } from "./cluster/development-cluster.js";

const usage = `usage: pnpm e2e [options] [test files] [-- vitest options]

Runs the tests on a real cluster, which is removed at the end.

  --cluster local|kind|existing  local (default): Kubernetes on this machine (root, Linux)
                                 kind: by the docker daemon that answers, of the public
                                 node image; else by one of its own (root, Debian)
                                 existing: the one that KUBECONFIG names
  --name NAME                    of the kind cluster
  --kubernetes VERSION           of the kind cluster: 1.37, 1.36, 1.35
  --helm 3|4                     only with that helm (default: both)
  --help

E2E_KEEP=1 leaves the cluster running; the next run uses it, and pnpm e2e:cluster down ends it.
`;

/** The exit code. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { ...clusterFlags, helm: { type: "string" }, help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.helm !== undefined && values.helm !== "3" && values.helm !== "4") {
    throw new Error(`--helm ${values.helm}: expected 3 or 4`);
  }
  const env: Record<string, string> = { ...clusterEnvironment(values), ...(values.helm && { E2E_HELM: values.helm }) };
  const choice = clusterChoice({ ...process.env, ...env });
  const kept = process.env.E2E_KEEP && choice.provider !== "existing";
  if (kept) {
    const { kubeconfig } = await upDevelopmentCluster(choice, (text) => console.error(`e2e: ${text}`));
    Object.assign(env, { E2E_CLUSTER: "existing", E2E_NAME: "", E2E_KUBERNETES: "", KUBECONFIG: kubeconfig });
  }
  // Ctrl-C reaches the tests too, and they take their cluster down.
  process.on("SIGINT", () => {});
  const vitest = join(import.meta.dirname, "node_modules/.bin/vitest");
  const { exitCode } = await execa(vitest, ["run", ...positionals], {
    ...{ cwd: import.meta.dirname, env, stdio: "inherit", reject: false },
  });
  if (kept) console.error(`e2e: the cluster stays: KUBECONFIG=${env.KUBECONFIG}; pnpm e2e:cluster down ends it`);
  return exitCode ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
