import type { Diagnostic } from "@helmwatch/core/plugin";
import { clusterOf, otherContext } from "../cluster/cluster-of.js";
import { type ClusterCheck, checkCluster } from "./check-cluster.js";

/** What is found in each of the releases' clusters. */
export async function checkClusters(check: ClusterCheck): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const context of contextsOf(check)) {
    const releases = check.releases.filter((release) => otherContext(release.context, check.env) === context);
    const here = await checkCluster({ ...check, kube: clusterOf(check.kube, context), releases });
    const where = context === undefined ? "" : ` (context "${context}")`;
    found.push(...here.map((one) => ({ ...one, message: `${one.message}${where}` })));
  }
  return found;
}

/** Each once; undefined for that of the run. */
export const contextsOf = ({
  releases,
  env,
}: Pick<ClusterCheck, "releases" | "env">): ReadonlySet<string | undefined> =>
  new Set(releases.map(({ context }) => otherContext(context, env)));
