import { definePlugin } from "@helmwatch/core/plugin";
import { prometheusMonitor } from "./prometheus-monitor.js";

export default definePlugin({
  api: 1,
  name: "@helmwatch/monitor-prometheus",
  version: "0.1.0",
  monitors: { prometheus: prometheusMonitor },
});
