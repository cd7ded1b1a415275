import { definePlugin } from "@helmwatch/core/plugin";
import { k8sJobMonitor } from "./k8s-job-monitor.js";

export default definePlugin({
  api: 1,
  name: "@helmwatch/monitor-k8s-job",
  version: "0.1.0",
  monitors: { "k8s-job": k8sJobMonitor },
});
