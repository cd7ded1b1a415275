import type { HelmBackendType, MonitorType, Plugin } from "@helmwatch/core/plugin";
import type { PluginFile } from "./resolve-plugin.js";

export interface LoadedPlugin {
  readonly file: PluginFile;
  readonly plugin: Plugin;
  /** Prefix of its types: `as: acme` makes `acme.latency`. */
  readonly as?: string;
}

/** A type under the name by which the config file calls it. */
export interface Provided<T> {
  readonly definition: T;
  readonly by: LoadedPlugin;
}

// biome-ignore lint/suspicious/noExplicitAny: each type has options of its own, checked by its own schema
export type ProvidedMonitor = Provided<MonitorType<any>>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type ProvidedBackend = Provided<HelmBackendType<any>>;

/** Everything that the plugins in use provide. */
export interface PluginSet {
  readonly plugins: readonly LoadedPlugin[];
  readonly monitors: ReadonlyMap<string, ProvidedMonitor>;
  readonly backends: ReadonlyMap<string, ProvidedBackend>;
}

export function providedNames({ plugin, as }: LoadedPlugin, kind: "monitors" | "helmBackends"): [string, string][] {
  return Object.keys(plugin[kind] ?? {}).map((type) => [type, as === undefined ? type : `${as}.${type}`]);
}
