import { type ErrorCode, HelmwatchError, PLUGIN_API, type Plugin } from "@helmwatch/core/plugin";

const features: readonly unknown[] = ["kube"];

/** The default export of a plugin's module, checked: api, names, and every type's parts. Throws what is wrong. */
export function checkPlugin(module: unknown, use: string): Plugin {
  const fail = (message: string, hint?: string, code: ErrorCode = "PLUGIN_BAD_SHAPE"): never => {
    const quoted = `plugin ${JSON.stringify(use)}`;
    throw new HelmwatchError(code, `${quoted} ${message}`, hint === undefined ? {} : { hint });
  };
  const plugin = asMap(asMap(module)?.default);
  if (!plugin) return fail("has no default export", "export default definePlugin({ api: 1, … })");
  const { api, name, version, monitors, helmBackends } = plugin;
  if (api !== PLUGIN_API)
    return typeof api === "number"
      ? fail(
          `is made for plugin API ${api}, helmwatch has ${PLUGIN_API}`,
          "install another version of the plugin or of helmwatch",
          "PLUGIN_API_MISMATCH",
        )
      : fail("says no api version", "export default definePlugin({ api: 1, … })");
  if (typeof name !== "string" || typeof version !== "string") return fail("needs a name and a version, as text");
  for (const [kind, types] of Object.entries({ monitors, helmBackends })) {
    if (types === undefined) continue;
    if (!asMap(types)) return fail(`has ${kind} that are no map from type to definition`);
    for (const [type, definition] of Object.entries(types as object)) {
      const wrong = wrongType(definition);
      if (wrong !== undefined) return fail(`: ${kind}.${type} ${wrong}`.replace(/^: /, "has a bad type: "));
      for (const need of (definition.needs ?? []) as unknown[])
        if (!features.includes(need))
          return fail(
            `needs ${JSON.stringify(need)} for type "${type}", which this helmwatch does not offer`,
            `it offers ${features.map((one) => JSON.stringify(one)).join(", ")}; a newer helmwatch may have more`,
            "PLUGIN_NEEDS_UNKNOWN",
          );
    }
  }
  if (Object.keys({ ...(monitors as object), ...(helmBackends as object) }).length === 0)
    return fail("provides neither monitors nor helmBackends");
  return plugin as unknown as Plugin;
}

function wrongType(definition: unknown): string | undefined {
  const type = asMap(definition);
  if (!type) return "is no map";
  if (typeof type.summary !== "string") return "needs a summary, as text";
  if (typeof asMap(asMap(type.options)?.["~standard"])?.validate !== "function")
    return "needs options that are a Standard Schema";
  if (typeof type.create !== "function") return "needs a function create";
  if (type.needs !== undefined && !Array.isArray(type.needs)) return "has needs that are no list";
  return undefined;
}

/** Schemas of some libraries are functions with properties. */
function asMap(value: unknown): Record<string, unknown> | undefined {
  return (typeof value === "object" && value !== null) || typeof value === "function"
    ? (value as Record<string, unknown>)
    : undefined;
}
