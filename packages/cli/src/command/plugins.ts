import { relative } from "node:path";
import type { LoadedPlugin } from "../plugin/plugin-set.js";
import { providedNames } from "../plugin/plugin-set.js";
import { projectPlugins } from "../project/project-plugins.js";
import { readConfigFile } from "../project/read-config-file.js";
import { formatTable } from "../render/table.js";
import type { RunCommand } from "./command.js";

export const plugins: RunCommand = async (call) => {
  const { console, options, world } = call;
  const { set } = await projectPlugins(await readConfigFile(call), { helm: true });
  const found = set.plugins.map(describe);
  if (options.output === "json") {
    console.printData(found);
    return 0;
  }
  const rows = found.flatMap(({ name, version, types }) =>
    types.map(({ kind, type, needs, summary }) => [name, version, `${kind} ${type}`, needs.join(", "), summary]),
  );
  const headers = ["name", "version", "type", "needs", "summary"];
  console.print(formatTable({ headers, rows }, world.stdout.columns()));
  console.print("");
  for (const { name, path } of found) console.print(`${name}: ${shown(path, world.cwd)}`);
  return 0;
};

function describe(loaded: LoadedPlugin) {
  const { plugin, file, as } = loaded;
  const types = (["monitors", "helmBackends"] as const).flatMap((kind) =>
    providedNames(loaded, kind).map(([own, type]) => {
      const { summary, needs = [] } = plugin[kind]![own]!;
      return { kind: kind === "monitors" ? "monitor" : "helm", type, needs, summary };
    }),
  );
  const { name, version } = plugin;
  return { name, version, use: file.use, ...(as === undefined ? {} : { as }), path: file.entry, types };
}

function shown(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near.startsWith("..") ? path : `./${near}`;
}
