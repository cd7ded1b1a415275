import type { HelmBackendType } from "./helm.js";
import type { MonitorType } from "./monitor.js";

/** The generation of the contract that this package describes. */
export const PLUGIN_API = 1;

/** The default export of a plugin's module. */
export interface Plugin {
  readonly api: typeof PLUGIN_API;
  readonly name: string;
  readonly version: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type has options of its own, checked by its own schema
  readonly monitors?: Readonly<Record<string, MonitorType<any>>>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly helmBackends?: Readonly<Record<string, HelmBackendType<any>>>;
}

export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
