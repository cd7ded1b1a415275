import { readdir, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Config, type ConfigResult, everyConfig, interpretFiles, readFiles, readOneFile } from "@helmwatch/core";
import { type ErrorCode, HelmwatchError } from "@helmwatch/core/plugin";
import type { CommandCall } from "../command/command.js";
import { line } from "../log/log-line.js";
import { Rejected } from "../log/rejected.js";
import { findConfig } from "./find-config.js";

/** A config file without errors. */
export interface ConfigFile {
  readonly source: ConfigResult;
  readonly config: Config;
  /** Absolute folder of the file. */
  readonly folder: string;
  /** What it says without an environment and in each one; undefined where one of these is wrong. */
  everywhere(): readonly Config[] | undefined;
}

/**
 * Finds, reads and checks the file; tells warnings, but for those that mean nothing to the command. Throws
 * CONFIG_NOT_FOUND, or what is wrong with the file.
 */
export async function readConfigFile(call: CommandCall, meaningless: readonly ErrorCode[] = []): Promise<ConfigFile> {
  const { options, world, console } = call;
  if (options.yml) {
    const { renderConfig } = await import("../template/render-config.js");
    await renderConfig(call);
  }
  const { path, shown, note } = await findConfig(options.file, world.cwd);
  if (note !== undefined) console.log(line("warn", note));
  const bytes = await readFile(path).catch((error) => {
    throw new HelmwatchError("CONFIG_NOT_FOUND", `${JSON.stringify(shown)} cannot be read: ${error.message}`);
  });
  const context = options.kubeContext ?? world.env.HELM_KUBECONTEXT;
  const { environment } = options;
  const folder = dirname(path);
  const files = await readFiles(readOneFile(bytes, shown), {
    readFile: (name) => readFile(resolve(folder, name)),
    readFolder: (name) => readdir(resolve(folder, name)).catch(() => []),
  });
  const source = interpretFiles(files, {
    ...(context ? { context } : {}),
    ...(environment === undefined ? {} : { environment }),
  });
  if (source.config === undefined) throw new Rejected(source.diagnostics, source);
  await console.diagnostics(
    source.diagnostics.filter(({ code }) => !meaningless.includes(code)),
    source,
  );
  for (const secret of secretsOf(source.config)) console.secrets.add(secret);
  const everywhere = () => everyConfig(files, context ? { context } : {});
  return { source, config: source.config, folder, everywhere };
}

function secretsOf({ registries, repositories, releases }: Config): string[] {
  const charts = releases.map(({ chart }) => chart);
  const passwords = [...registries, ...repositories, ...charts].flatMap(({ password }) => password ?? []);
  // A user without a password is a token.
  const tokens = charts.flatMap(({ username, password }) => (username !== undefined && !password ? username : []));
  const urls = [...repositories.map(({ url }) => url), ...charts.flatMap(({ repoUrl, name }) => [name, repoUrl ?? ""])];
  return [...passwords, ...tokens, ...urls.flatMap(passwordIn)].filter((secret) => secret !== "");
}

/** Of `https://user:password@host`. */
function passwordIn(url: string): string[] {
  if (!url.includes("@") || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password]; // A stray percent sign: it means itself.
  }
}
