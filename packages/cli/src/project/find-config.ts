import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { HelmwatchError } from "@helmwatch/core/plugin";

export interface FoundConfig {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly shown: string;
  /** Something worth telling about the choice. */
  readonly note?: string;
}

const names = ["helmwatch.yml", "helmwave.yml"] as const;

/** The file that `--file` names, else helmwatch.yml, else helmwave.yml. Throws CONFIG_NOT_FOUND. */
export async function findConfig(file: string | undefined, cwd: string): Promise<FoundConfig> {
  if (file !== undefined) {
    const path = resolve(cwd, file);
    if (await isFile(path)) return { path, shown: file };
    throw new HelmwatchError("CONFIG_NOT_FOUND", `there is no config file ${JSON.stringify(file)}`, {
      hint: `it was looked for at ${path}`,
    });
  }
  const [own, helmwave] = await Promise.all(names.map((name) => isFile(join(cwd, name))));
  if (own)
    return {
      path: join(cwd, names[0]),
      shown: names[0],
      ...(helmwave ? { note: `both ${names[0]} and ${names[1]} are here: using ${names[0]}` } : {}),
    };
  if (helmwave) return { path: join(cwd, names[1]), shown: names[1] };
  const template = (await isFile(join(cwd, "helmwave.yml.tpl")))
    ? "; helmwave.yml.tpl is rendered by helmwatch yml, or --yml"
    : "";
  throw new HelmwatchError("CONFIG_NOT_FOUND", `there is neither ${names.join(" nor ")} in ${cwd}`, {
    hint: `create one, or name another with --file${template}`,
  });
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
