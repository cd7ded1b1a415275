import { compilePassWhen, type MonitorConfig, type PassWhen, type Path } from "@helmwatch/core";
import { type Diagnostic, isHelmwatchError } from "@helmwatch/core/plugin";
import { checkOptions, type Place } from "./check-options.js";
import { loadPlugins, type PluginUse } from "./load-plugins.js";
import type { PluginSet, ProvidedBackend, ProvidedMonitor } from "./plugin-set.js";
import type { PluginPlaces } from "./resolve-plugin.js";

export interface CheckedMonitor {
  readonly config: MonitorConfig;
  readonly provided: ProvidedMonitor;
  /** As the plugin's schema gives them. */
  readonly options: unknown;
  readonly passWhen?: PassWhen;
}

export interface CheckedPlugins {
  readonly set: PluginSet;
  readonly monitors: ReadonlyMap<string, CheckedMonitor>;
  readonly backend?: { readonly name: string; readonly provided: ProvidedBackend; readonly options: unknown };
  readonly diagnostics: readonly Diagnostic[];
}

export interface PluginInput extends Omit<PluginUse, "monitors" | "backend"> {
  readonly monitors: readonly MonitorConfig[];
  /** Absent where no helm is needed. */
  readonly helm?: { readonly backend: string; readonly options: Readonly<Record<string, unknown>> };
}

/** Loads the plugins and checks all options of all their uses together: everything wrong is a diagnostic. */
export async function checkPlugins(input: PluginInput, places: PluginPlaces, place: Place): Promise<CheckedPlugins> {
  const { monitors, plugins, helm } = input;
  const { set, findings } = await loadPlugins(
    { plugins, monitors, ...(helm ? { backend: helm.backend } : {}) },
    places,
  );
  const diagnostics: Diagnostic[] = findings.map(({ error, path }) => diagnostic(error, path, place));
  const checked = new Map<string, CheckedMonitor>();
  await Promise.all(
    monitors.map(async (config, index) => {
      const found = await checkMonitor(config, ["monitors", index], set, place);
      diagnostics.push(...found.diagnostics);
      if (found.monitor) checked.set(config.name, found.monitor);
    }),
  );
  const provided = helm && set.backends.get(helm.backend);
  if (!provided) return { set, monitors: checked, diagnostics };
  const owner = `helm backend "${helm.backend}"`;
  const schema = provided.definition.options;
  const found = await checkOptions({ owner, path: ["helm"], options: helm.options, schema }, place);
  if ("diagnostics" in found) return { set, monitors: checked, diagnostics: [...diagnostics, ...found.diagnostics] };
  return { set, monitors: checked, backend: { name: helm.backend, provided, options: found.value }, diagnostics };
}

async function checkMonitor(
  config: MonitorConfig,
  path: Path,
  set: PluginSet,
  place: Place,
): Promise<{ monitor?: CheckedMonitor; diagnostics: readonly Diagnostic[] }> {
  const provided = set.monitors.get(config.type);
  if (!provided) return { diagnostics: [] };
  const { name, type, options, passWhen } = config;
  const schema = provided.definition.options;
  const owner = `monitor "${name}"`;
  const found = await checkOptions({ owner, path: [...path, type], options, schema }, place);
  const diagnostics = "diagnostics" in found ? [...found.diagnostics] : [];
  let compiled: PassWhen | undefined;
  try {
    if (passWhen !== undefined) compiled = await compilePassWhen(passWhen);
  } catch (error) {
    if (!isHelmwatchError(error)) throw error;
    diagnostics.push(diagnostic(error, [...path, "pass_when"], place));
  }
  if (diagnostics.length > 0 || "diagnostics" in found) return { diagnostics };
  return {
    monitor: { config, provided, options: found.value, ...(compiled ? { passWhen: compiled } : {}) },
    diagnostics,
  };
}

function diagnostic(
  error: Pick<Diagnostic, "code" | "message"> & { hint: string | undefined },
  path: Path,
  place: Place,
): Diagnostic {
  const { code, message, hint } = error;
  return { code, severity: "error", message, ...place(path), ...(hint === undefined ? {} : { hint }) };
}
