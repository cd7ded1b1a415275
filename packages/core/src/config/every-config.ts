import { allFiles, type ConfigFile } from "../composition/config-file.js";
import { environmentNames } from "../composition/environment-names.js";
import type { Config } from "./config.js";
import { type ConfigOptions, interpretFiles } from "./read-config.js";

/** What the files say without an environment and in each one; undefined where one of these is wrong. */
export function everyConfig(
  root: ConfigFile,
  { context }: Pick<ConfigOptions, "context">,
): readonly Config[] | undefined {
  const environments = [undefined, ...environmentNames(allFiles(root))];
  const configs = environments.map(
    (environment) =>
      interpretFiles(root, {
        ...(context === undefined ? {} : { context }),
        ...(environment === undefined ? {} : { environment }),
      }).config,
  );
  return configs.every((config) => config !== undefined) ? configs : undefined;
}
