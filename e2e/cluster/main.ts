import { parseArgs } from "node:util";
import { clusterChoice, clusterEnvironment, clusterFlags } from "./cluster-choice.js";
import {
  downDevelopmentCluster,
  findDevelopmentCluster,
  keepDevelopmentCluster,
  upDevelopmentCluster,
} from "./development-cluster.js";

const usage = `usage: pnpm e2e:cluster up [--cluster local|kind] [--name NAME] [--kubernetes VERSION]
       pnpm e2e:cluster down|status|kubeconfig
A cluster that stays, for development. Tests use it with E2E_CLUSTER=existing KUBECONFIG=$(pnpm -s e2e:cluster kubeconfig)`;

const commands: Record<string, (flags: Parameters<typeof clusterEnvironment>[0]) => Promise<void>> = {
  async up(flags) {
    const choice = clusterChoice({ ...process.env, ...clusterEnvironment(flags) });
    if (choice.provider === "existing") throw new Error(usage);
    const { kubeconfig } = await upDevelopmentCluster(choice, (text) => console.error(text));
    console.log(kubeconfig);
  },
  async down() {
    console.error((await downDevelopmentCluster()) ? "the cluster is gone" : "no cluster is running");
  },
  async status() {
    const cluster = await findDevelopmentCluster();
    console.log(cluster ? `running, ${cluster.kubeconfig}` : "not running");
    process.exitCode = cluster ? 0 : 1;
  },
  async kubeconfig() {
    const cluster = await findDevelopmentCluster();
    if (!cluster) throw new Error("no cluster is running: pnpm e2e:cluster up");
    console.log(cluster.kubeconfig);
  },
  keep: keepDevelopmentCluster,
};

try {
  const { values, positionals } = parseArgs({ options: clusterFlags, allowPositionals: true });
  const command = positionals.length === 1 && commands[positionals[0]!];
  if (!command) throw new Error(usage);
  await command(values);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
