import {
  downDevelopmentCluster,
  findDevelopmentCluster,
  keepDevelopmentCluster,
  upDevelopmentCluster,
} from "./development-cluster.js";

const usage = `usage: pnpm e2e:cluster up|down|status|kubeconfig
A local cluster that stays, for development. Tests use it with E2E_CLUSTER=existing KUBECONFIG=$(pnpm -s e2e:cluster kubeconfig)`;

const commands: Record<string, () => Promise<void>> = {
  async up() {
    const { kubeconfig } = await upDevelopmentCluster(import.meta.filename, (text) => console.error(text));
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
  const command = commands[process.argv[2] ?? ""];
  if (!command) throw new Error(usage);
  await command();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
