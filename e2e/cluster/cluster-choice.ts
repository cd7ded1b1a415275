import type { ClusterProvider } from "./cluster.js";
import type { KindOptions } from "./kind/place.js";

/** Which cluster a run is for. */
export interface ClusterChoice {
  readonly provider: ClusterProvider;
  readonly kind: KindOptions;
}

/** The flags that choose a cluster, for `parseArgs`. */
export const clusterFlags = {
  cluster: { type: "string" },
  name: { type: "string" },
  kubernetes: { type: "string" },
} as const;

/** The environment that says the same as the flags, for `clusterChoice` in processes that this one starts. */
export function clusterEnvironment(flags: { readonly [Flag in keyof typeof clusterFlags]?: string | undefined }) {
  const variables = { E2E_CLUSTER: flags.cluster, E2E_NAME: flags.name, E2E_KUBERNETES: flags.kubernetes };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}

/** Throws with what was expected. */
export function clusterChoice({ E2E_CLUSTER = "local", E2E_NAME, E2E_KUBERNETES }: NodeJS.ProcessEnv): ClusterChoice {
  const provider = (["local", "kind", "existing"] as const).find((known) => known === E2E_CLUSTER);
  if (!provider) throw new Error(`the cluster is ${JSON.stringify(E2E_CLUSTER)}: expected local, kind or existing`);
  const kind = { ...(E2E_NAME && { name: E2E_NAME }), ...(E2E_KUBERNETES && { kubernetes: E2E_KUBERNETES }) };
  if (provider !== "kind" && Object.keys(kind).length > 0) {
    throw new Error(`a name or a Kubernetes version (${Object.values(kind)}) is for the cluster kind, not ${provider}`);
  }
  return { provider, kind };
}
