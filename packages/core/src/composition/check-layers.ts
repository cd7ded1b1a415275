import { isDataMap } from "../config/data-path.js";
import { diagnose } from "../config/diagnose.js";
import { toDiagnostics } from "../config/finding.js";
import { defaultsSchema, environmentsSchema, includeSchema } from "../config/layer-schema.js";
import { type Issue, readValue } from "../config/read-value.js";
import { locateIn, textAt } from "../config/source-map.js";
import type { Diagnostic } from "../plugin/index.js";
import type { ConfigFile } from "./config-file.js";

const schemas = { include: includeSchema, defaults: defaultsSchema, environments: environmentsSchema };

/** What is wrong with the keys of one file that say how a config is made, in every environment. */
export function checkLayers({ file, document }: ConfigFile): Diagnostic[] {
  const data = document?.data;
  if (!document || !isDataMap(data)) return [];
  const issues = Object.entries(schemas).flatMap(([key, schema]): readonly Issue[] => {
    if (!Object.hasOwn(data, key)) return [];
    const value = data[key] ?? undefined;
    return readValue({ textAt: (path) => textAt(document, path) }, schema, [key], value).issues;
  });
  if (issues.length === 0) return [];
  return toDiagnostics(diagnose(issues, data), {
    locate: (path, part) => ({ file, range: locateIn(document, path, part) }),
  });
}
