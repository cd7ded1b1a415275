import { defineHelmBackend, definePlugin } from "@helmwatch/core/plugin";
import { inClusterOptions } from "./in-cluster-options.js";
import { operationOf } from "./job/operation.js";

const inCluster = defineHelmBackend({
  summary: "Runs helm in Jobs of the cluster",
  options: inClusterOptions,
  needs: ["kube"],
  create({ in_cluster: options }, { kube, clock, log }) {
    if (!kube) throw new Error("this backend needs access to the cluster");
    const tidied = { done: false };
    return {
      async run(command, signal) {
        const operation = operationOf(command);
        // Loaded with the first command: most starts of helmwatch run no helm.
        if (!operation) {
          const { runLocalHelm } = await import("./local/run-local-helm.js");
          return runLocalHelm(options.local_helm, command, clock, signal);
        }
        const { runInCluster } = await import("./run-in-cluster.js");
        return runInCluster({ kube, clock, log, options, tidied }, command, operation, signal);
      },
    };
  },
});

export default definePlugin({
  api: 1,
  name: "@helmwatch/helm-in-cluster",
  version: "0.1.0",
  helmBackends: { "in-cluster": inCluster },
});
