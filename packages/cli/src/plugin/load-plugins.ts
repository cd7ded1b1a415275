import { type MonitorConfig, type Path, type PluginReference, suggest } from "@helmwatch/core";
import { HelmwatchError, isHelmwatchError } from "@helmwatch/core/plugin";
import manifest from "../../package.json" with { type: "json" };
import { importPlugin } from "./import-plugin.js";
import {
  type LoadedPlugin,
  type PluginSet,
  type ProvidedBackend,
  type ProvidedMonitor,
  providedNames,
} from "./plugin-set.js";
import { type PluginPlaces, resolvePlugin } from "./resolve-plugin.js";

/** Something wrong with a plugin, and the part of the config file that asked for it. */
export interface PluginFinding {
  readonly error: HelmwatchError;
  readonly path: Path;
}

export interface PluginUse {
  readonly plugins: readonly PluginReference[];
  readonly monitors: readonly Pick<MonitorConfig, "type">[];
  /** Absent where no helm is needed. */
  readonly backend?: string;
}

/**
 * Loads what the config lists, then what its types stand for: a type `x` that nobody listed is `@helmwatch/monitor-x`,
 * a backend `@helmwatch/helm-x`. Nothing is searched for and nothing installed.
 */
export async function loadPlugins(
  use: PluginUse,
  places: PluginPlaces,
): Promise<{ set: PluginSet; findings: readonly PluginFinding[] }> {
  const monitors = new Map<string, ProvidedMonitor>();
  const backends = new Map<string, ProvidedBackend>();
  const findings: PluginFinding[] = [];
  const attempt = async (path: Path, load: () => Promise<LoadedPlugin>, isGuess = false) => {
    try {
      return { path, loaded: await load() };
    } catch (error) {
      if (!isHelmwatchError(error)) throw error;
      if (!isGuess || error.code !== "PLUGIN_NOT_FOUND") findings.push({ error, path });
      return undefined;
    }
  };
  const add = (loaded: LoadedPlugin, path: Path) => {
    for (const [kind, provided] of [
      ["monitors", monitors],
      ["helmBackends", backends],
    ] as const)
      for (const [type, name] of providedNames(loaded, kind)) {
        const before = provided.get(name)?.by;
        const definition = loaded.plugin[kind]![type]!;
        if (before) findings.push({ error: duplicate(name, before, loaded), path });
        else (provided as Map<string, unknown>).set(name, { definition, by: loaded });
      }
  };

  const listed = await Promise.all(
    use.plugins.map((reference, index) =>
      attempt(["plugins", index], async () => {
        const file = await resolvePlugin(reference.use, places);
        return { file, plugin: await importPlugin(file), ...(reference.as === undefined ? {} : { as: reference.as }) };
      }),
    ),
  );
  const plugins = listed.flatMap((one) => one ?? []);
  for (const { loaded, path } of plugins) add(loaded, path);

  const wanted = new Map<string, { path: Path; load: () => Promise<LoadedPlugin> }>();
  use.monitors.forEach(({ type }, index) => {
    if (!monitors.has(type) && !wanted.has(`monitor ${type}`))
      wanted.set(`monitor ${type}`, {
        path: ["monitors", index, "type"],
        load: () => loadFallback("monitor", type, [...monitors.keys()], places),
      });
  });
  const { backend } = use;
  if (backend !== undefined && !backends.has(backend))
    wanted.set(`helm ${backend}`, {
      path: ["helm", "backend"],
      load: () => loadFallback("helm", backend, [...backends.keys()], places),
    });
  // A listed plugin that could not be loaded may be the one that provides the type.
  const isGuess = findings.length > 0;
  const fallbacks = await Promise.all([...wanted.values()].map(({ path, load }) => attempt(path, load, isGuess)));
  for (const one of fallbacks) if (one) add(one.loaded, one.path);
  const all = [...plugins, ...fallbacks.flatMap((one) => one ?? [])].map(({ loaded }) => loaded);
  return { set: { plugins: all, monitors, backends }, findings };
}

async function loadFallback(
  kind: "monitor" | "helm",
  type: string,
  known: readonly string[],
  places: PluginPlaces,
): Promise<LoadedPlugin> {
  const use = `@helmwatch/${kind}-${type}`;
  const noun = kind === "monitor" ? "monitor type" : "helm backend";
  const types = [...new Set([...known, ...ownTypes(kind)])].sort();
  const near = suggest(type, types);
  const hint = `${near === undefined ? "" : `did you mean "${near}"? `}known: ${types.join(", ")}`;
  const unknown = (more: string) =>
    new HelmwatchError("PLUGIN_NOT_FOUND", `no plugin provides ${noun} ${JSON.stringify(type)}`, {
      hint: `${hint}; ${more}`,
    });
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(type)) throw unknown('list the package that does under "plugins"');
  const file = await resolvePlugin(use, places).catch((error) => {
    if (!isHelmwatchError(error) || error.code !== "PLUGIN_NOT_FOUND") throw error;
    throw unknown(
      `else run "npm install ${use}" in ${places.folder}, or list the package that provides it under "plugins"`,
    );
  });
  const plugin = await importPlugin(file);
  const provided = Object.keys((kind === "monitor" ? plugin.monitors : plugin.helmBackends) ?? {});
  if (!provided.includes(type))
    throw new HelmwatchError(
      "PLUGIN_BAD_SHAPE",
      `plugin ${JSON.stringify(use)} provides no ${noun} ${JSON.stringify(type)}, only ${provided.join(", ") || "none"}`,
    );
  return { file, plugin };
}

/** What the CLI brings along. */
function ownTypes(kind: "monitor" | "helm"): string[] {
  const prefix = `@helmwatch/${kind}-`;
  return Object.keys(manifest.dependencies).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  );
}

function duplicate(name: string, first: LoadedPlugin, second: LoadedPlugin): HelmwatchError {
  const [a, b] = [first.file.use, second.file.use].map((use) => JSON.stringify(use));
  return new HelmwatchError("PLUGIN_DUPLICATE_TYPE", `plugins ${a} and ${b} both provide type "${name}"`, {
    hint: `give one of them a prefix, as in { use: ${b}, as: other }, and its type is "other.${name}"`,
  });
}
