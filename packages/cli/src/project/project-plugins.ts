import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { byPosition } from "@helmwatch/core";
import { Rejected } from "../log/rejected.js";
import type { Place } from "../plugin/check-options.js";
import { type CheckedPlugins, checkPlugins, type PluginInput } from "../plugin/checked-plugins.js";
import type { ConfigFile } from "./read-config-file.js";

/** The plugins that a config file uses. Throws everything that is wrong with them and their options at once. */
export async function projectPlugins(
  { source, config, folder }: ConfigFile,
  needs: { readonly helm: boolean },
): Promise<CheckedPlugins> {
  const { plugins, monitors, helm } = config;
  const checked = await loadChecked({ plugins, monitors, ...(needs.helm ? { helm } : {}) }, folder, source.locate);
  if (checked.diagnostics.length > 0) throw new Rejected([...checked.diagnostics].sort(byPosition), source);
  return checked;
}

/** The same for a saved plan, whose config file may be gone. */
export async function planPlugins(input: PluginInput, folder: string): Promise<CheckedPlugins> {
  const checked = await loadChecked(input, folder, () => ({}));
  if (checked.diagnostics.length > 0) throw new Rejected(checked.diagnostics);
  return checked;
}

function loadChecked(input: PluginInput, folder: string, place: Place): Promise<CheckedPlugins> {
  return checkPlugins(input, { folder, own: dirname(fileURLToPath(import.meta.url)) }, place);
}
