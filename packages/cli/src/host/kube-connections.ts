import type { KubeAccess } from "@helmwatch/core/plugin";
import type { Options } from "../option/option-table.js";
import type { ClusterAccess, World } from "../world/world.js";
import { refuseOtherCluster } from "./refuse-other-cluster.js";

/** Access to the cluster of a context (undefined: the default one); made when it is first asked for, once for each. */
export type KubeConnections = (context: string | undefined) => Promise<ClusterAccess>;

export function kubeConnections(
  world: Pick<World, "connectKube" | "env">,
  { kubeconfig, kubeContext }: Pick<Options, "kubeconfig" | "kubeContext">,
): KubeConnections {
  const made = new Map<string | undefined, Promise<ClusterAccess>>();
  return async (given) => {
    const context = given ?? kubeContext ?? (world.env.HELM_KUBECONTEXT || undefined);
    let connection = made.get(context);
    if (!connection) {
      refuseOtherCluster(world.env);
      connection = world.connectKube({ kubeconfig, context });
      made.set(context, connection);
    }
    return connection;
  };
}

/** The same as an access that a plugin is given before anything is connected. */
export function lazyKube(connect: () => Promise<KubeAccess>): KubeAccess {
  return {
    request: async (request) => (await connect()).request(request),
    async *watch(request) {
      yield* (await connect()).watch(request);
    },
    async *stream(request) {
      const kube = await connect();
      if (!kube.stream) throw new TypeError("this access to Kubernetes has no streams");
      yield* kube.stream(request);
    },
  };
}
