import type { TestProject } from "vitest/node";
import { type ClusterProvider, startCluster } from "../cluster/cluster.js";
import { clusterChoice } from "../cluster/cluster-choice.js";
import { debianPrograms } from "../tools/debian-programs.js";
import { helmBinary } from "../tools/helm.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of a kubeconfig with the rights of an administrator. */
    kubeconfig: string;
    clusterProvider: ClusterProvider;
  }
}

/** One cluster, that of `clusterChoice`, for all tests of a run; each test has a namespace of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { provider, kind } = clusterChoice(process.env);
  // Vitest does not wait for the teardown then; the cluster goes away with this process.
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  const call = {
    signal: new AbortController().signal,
    progress: (text: string) => console.error(`e2e: ${text}`),
  };
  // Built and installed here, and not within the timeout of whichever test comes first.
  await debianPrograms(["docker-registry", "prometheus"], call);
  for (const major of [3, 4] as const) await helmBinary(major, call);
  const cluster = await startCluster(provider, { ...call, kind });
  project.provide("kubeconfig", cluster.kubeconfig);
  project.provide("clusterProvider", cluster.provider);
  return () => cluster.stop();
}
