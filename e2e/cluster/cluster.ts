import type { Progress } from "../tools/progress.js";
import { useExistingCluster } from "./existing-cluster.js";
import { startKindCluster } from "./kind/kind-cluster.js";
import type { KindOptions } from "./kind/place.js";
import { startLocalCluster } from "./local/local-cluster.js";

export type ClusterProvider = "local" | "kind" | "existing";

/** A cluster for tests and demo. Providers differ only in how it comes to be. */
export interface Cluster {
  readonly provider: ClusterProvider;
  /** Path of a kubeconfig with the rights of an administrator. */
  readonly kubeconfig: string;
  /** Brings the image `name` of an archive (`buildImage`) to the nodes, for pods with `imagePullPolicy: Never`. */
  loadImage(archive: string, name: string): Promise<void>;
  /** Ends and removes what the start made; leaves alone what was there before. */
  stop(): Promise<void>;
}

/**
 * Done when a pod could run. Aborting `signal` gives up the start and leaves nothing behind; afterwards only `stop` ends
 * the cluster (or the end of this process, by whatever cause).
 */
export function startCluster(
  provider: ClusterProvider,
  { kind = {}, ...call }: { signal: AbortSignal; progress: Progress; kind?: KindOptions },
): Promise<Cluster> {
  if (provider === "kind") return startKindCluster(kind, call);
  return provider === "local" ? startLocalCluster(call) : useExistingCluster(call);
}
