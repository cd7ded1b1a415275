import { defineHelmBackend, definePlugin, type HelmCommand } from "@helmwatch/core/plugin";
import { refusePostRenderer, refusePostRendering } from "./access/refuse-post-renderer.js";
import { clusterOf, contextOf } from "./cluster/cluster-of.js";
import { doOnce } from "./do-once.js";
import { inClusterOptions } from "./in-cluster-options.js";
import { operationOf } from "./job/operation.js";
import { pulledCharts } from "./pull/pulled-charts.js";
import { version } from "./version.js";

const inCluster = defineHelmBackend({
  summary: "Runs helm in Jobs of the cluster",
  options: inClusterOptions,
  needs: ["kube"],
  create({ in_cluster: options }, { kube, clock, log }) {
    if (!kube) throw new Error("this backend needs access to the cluster");
    const done = new Map<string, Promise<void>>();
    const pulled = pulledCharts();
    /** Where questions that are about no release are answered: where releases are, as far as that is known. */
    let home: string | undefined;
    const inClusterOf = (command: HelmCommand) => {
      const context = operationOf(command)?.release ? contextOf(command) : home;
      const once = (key: string, work: () => Promise<void>) => doOnce(done, `${context ?? ""} ${key}`, work);
      const pods = { kube: clusterOf(kube, context), clock, log, options, once };
      return options.charts === "pull" ? { ...pods, pulled } : pods;
    };
    // Loaded with the first command: most starts of helmwatch run no helm.
    return {
      async preflight(call) {
        const { checkClusters, contextsOf } = await import("./access/check-clusters.js");
        const contexts = contextsOf(call);
        home = contexts.has(undefined) ? undefined : [...contexts][0];
        return [
          ...call.releases.flatMap(refusePostRenderer),
          ...(await checkClusters({ kube, log, options, ...call })),
        ];
      },
      async run(command, signal) {
        const operation = operationOf(command);
        if (!operation) {
          const { runLocalHelm } = await import("./local/run-local-helm.js");
          const result = await runLocalHelm(options.local_helm, command, clock, signal);
          pulled.remember(command, result);
          return result;
        }
        refusePostRendering(command);
        const { runInCluster } = await import("./run-in-cluster.js");
        return runInCluster(inClusterOf(command), command, operation, signal);
      },
      async adopt(command, signal) {
        const operation = operationOf(command);
        if (!operation?.release) return undefined;
        const { adoptInCluster } = await import("./run-in-cluster.js");
        return adoptInCluster(inClusterOf(command), command, operation, signal);
      },
    };
  },
});

export default definePlugin({
  api: 1,
  name: "@helmwatch/helm-in-cluster",
  version,
  helmBackends: { "in-cluster": inCluster },
});
