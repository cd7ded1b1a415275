export type { Call, ReleaseRef } from "./call.js";
export type { Diagnostic, SourceRange } from "./diagnostic.js";
export { type ErrorCode, errorCodes, type Facts, HelmwatchError, isHelmwatchError } from "./error.js";
export {
  defineHelmBackend,
  type HelmBackendType,
  type HelmCommand,
  type HelmExecutor,
  type HelmPreflight,
  type HelmResult,
} from "./helm.js";
export type { Clock, Host, HostFeature, KubeAccess, Logger } from "./host.js";
export { defineMonitor, type Monitor, type MonitorType, type Observation, type Sample } from "./monitor.js";
export { parseDuration } from "./parse-duration.js";
export { definePlugin, PLUGIN_API, type Plugin } from "./plugin.js";
export { within } from "./within.js";
