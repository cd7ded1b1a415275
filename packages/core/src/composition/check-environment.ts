import { fileStart, locateIn } from "../config/source-map.js";
import { suggest } from "../config/suggest.js";
import type { Diagnostic } from "../plugin/index.js";
import type { ConfigFile } from "./config-file.js";
import { environmentNames } from "./environment-names.js";

/** At least one of the files must know the environment that is asked for. */
export function checkEnvironment(files: readonly ConfigFile[], environment: string | undefined): Diagnostic[] {
  if (environment === undefined) return [];
  const known = environmentNames(files);
  if (known.includes(environment)) return [];
  const near = suggest(environment, known);
  const { file, document } = files[0]!;
  return [
    {
      ...{ code: "CONFIG_UNKNOWN_REFERENCE", severity: "error", file },
      range: document ? locateIn(document, ["environments"], "key") : fileStart,
      message: `there is no environment "${environment}"`,
      hint: near
        ? `did you mean "${near}"?`
        : known.length > 0
          ? `there are: ${known.join(", ")}`
          : "add it under environments",
    },
  ];
}
