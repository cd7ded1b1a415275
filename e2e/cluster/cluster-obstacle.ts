import type { ClusterProvider } from "./cluster.js";
import { kindClusterObstacle } from "./kind/users-docker.js";
import { localClusterObstacle } from "./local/obstacle.js";

/** Why this machine cannot have a cluster of that provider, if so. */
export function clusterObstacle(provider: ClusterProvider): string | undefined {
  if (provider === "existing") return undefined;
  return provider === "kind" ? kindClusterObstacle() : localClusterObstacle();
}
