import { pathToFileURL } from "node:url";
import { HelmwatchError, type Plugin } from "@helmwatch/core/plugin";
import satisfies from "semver/functions/satisfies.js";
import { version } from "../version.js";
import { checkPlugin } from "./check-plugin.js";
import type { PluginFile } from "./resolve-plugin.js";

/** package.json first, then the code, then its shape. Throws errors that name the plugin; never its stack. */
export async function importPlugin(file: PluginFile): Promise<Plugin> {
  checkPeer(file);
  return checkPlugin(await importModule(file), file.use);
}

/** A plugin that declares which @helmwatch/core it was made for is not even imported by another one. */
function checkPeer({ use, package: found }: PluginFile): void {
  const range = found?.manifest.peerDependencies?.["@helmwatch/core"];
  if (range === undefined || range.startsWith("workspace:")) return;
  if (satisfies(version, range, { includePrerelease: true })) return;
  const own = found?.manifest.version;
  throw new HelmwatchError(
    "PLUGIN_API_MISMATCH",
    `plugin ${JSON.stringify(use)}${own ? ` ${own}` : ""} is made for @helmwatch/core ${range}, this is ${version}`,
    { hint: `install a version of the plugin for ${version}, or a helmwatch that is ${range}` },
  );
}

async function importModule({ use, entry }: PluginFile): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ pathToFileURL(entry).href);
  } catch (error) {
    throw new HelmwatchError("PLUGIN_IMPORT_FAILED", `plugin ${JSON.stringify(use)} cannot be loaded: ${why(error)}`, {
      hint: isTypeScript(error, entry)
        ? "compile it to JavaScript, or start node with a TypeScript loader"
        : `it is at ${entry}`,
      cause: error,
    });
  }
}

function isTypeScript(error: unknown, entry: string): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_UNKNOWN_FILE_EXTENSION" && /\.[cm]?tsx?$/.test(entry);
}

function why(error: unknown): string {
  if ((error as NodeJS.ErrnoException)?.code === "ERR_UNKNOWN_FILE_EXTENSION") return "this Node runs JavaScript only";
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n")[0] ?? "";
}
