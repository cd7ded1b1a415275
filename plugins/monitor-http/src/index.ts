import { definePlugin } from "@helmwatch/core/plugin";
import { httpMonitor } from "./http-monitor.js";

export default definePlugin({
  api: 1,
  name: "@helmwatch/monitor-http",
  version: "0.1.0",
  monitors: { http: httpMonitor },
});
