import type { TestProject } from "vitest/node";
import { type ClusterProvider, startCluster } from "../cluster/cluster.js";
import { helmBinary } from "../tools/helm.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of a kubeconfig with the rights of an administrator. */
    kubeconfig: string;
    clusterProvider: ClusterProvider;
  }
}

/**
 * One cluster for all tests of a run; each test has a namespace of its own. `E2E_CLUSTER=existing` uses that of
 * $KUBECONFIG.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const provider = process.env.E2E_CLUSTER ?? "local";
  if (provider !== "local" && provider !== "existing") {
    throw new Error(`E2E_CLUSTER is ${JSON.stringify(provider)}; it can be local (the default) or existing`);
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    const call = { signal: stop.signal, progress: (text: string) => console.error(`e2e: ${text}`) };
    // Built here, once, and not by whichever test comes first, within its timeout.
    for (const major of [3, 4] as const) await helmBinary(major, call);
    const cluster = await startCluster(provider, call);
    project.provide("kubeconfig", cluster.kubeconfig);
    project.provide("clusterProvider", cluster.provider);
    return () => cluster.stop();
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
