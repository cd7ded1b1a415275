import { isDataMap } from "../config/data-path.js";
import type { ConfigFile } from "./config-file.js";

/** Of all files of a config. */
export function environmentNames(files: readonly ConfigFile[]): readonly string[] {
  const names = files.flatMap(({ document }) => {
    const environments = isDataMap(document?.data) ? document.data.environments : undefined;
    return isDataMap(environments) ? Object.keys(environments) : [];
  });
  return [...new Set(names)];
}
