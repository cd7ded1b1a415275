import type { WatchedMonitor } from "@helmwatch/core";
import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import type { CheckedMonitor, CheckedPlugins } from "../plugin/checked-plugins.js";
import type { HostMaker } from "./create-host.js";

/** The monitors of a run, made by their plugins from checked options. */
export function createMonitors(
  names: readonly string[],
  { monitors }: CheckedPlugins,
  host: HostMaker,
): ReadonlyMap<string, WatchedMonitor> {
  return new Map(
    names.flatMap((name) => {
      const checked = monitors.get(name);
      return checked ? [[name, watched(checked, host)]] : [];
    }),
  );
}

function watched({ config, provided, options, passWhen }: CheckedMonitor, host: HostMaker): WatchedMonitor {
  const { definition, by } = provided;
  const make = () => definition.create(options, host(config.type, by, definition.needs));
  const monitor = guardCreate(make, `monitor "${config.name}"`, by.plugin.name);
  return { monitor, ...(passWhen ? { passWhen } : {}) };
}

/** What a plugin throws while it makes something is its fault, and said to be. */
export function guardCreate<T>(create: () => T, what: string, plugin: string): T {
  try {
    return create();
  } catch (error) {
    if (isHelmwatchError(error)) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new HelmwatchError("PLUGIN_THREW", `plugin "${plugin}" could not make ${what}: ${text}`, { cause: error });
  }
}
