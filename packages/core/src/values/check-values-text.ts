import { readDocument } from "../config/read-document.js";
import { locateIn } from "../config/source-map.js";
import type { Diagnostic } from "../plugin/index.js";

/** What is wrong with the content of a values file. An empty file is an empty map, as it is for helm. */
export function checkValuesText(bytes: Uint8Array, file: string): readonly Diagnostic[] {
  const { document, diagnostics } = readDocument({ bytes, file });
  const findings = diagnostics.map(inValues);
  if (document === undefined || document.data === null || document.data === undefined) return findings;
  const { data } = document;
  if (typeof data === "object" && !Array.isArray(data)) return findings;
  const message = `expected a map at the top of the file, got ${Array.isArray(data) ? "a list" : `a ${typeof data}`}`;
  return [...findings, { code: "VALUES_INVALID", severity: "error", message, file, range: locateIn(document, []) }];
}

/** Helm takes the last of duplicate keys, so there they are no error. */
function inValues({ code, severity, message, file, range, hint }: Diagnostic): Diagnostic {
  return {
    code: "VALUES_INVALID",
    severity: code === "CONFIG_DUPLICATE_KEY" ? "warning" : severity,
    message,
    ...(file === undefined ? {} : { file }),
    ...(range === undefined ? {} : { range }),
    ...(hint === undefined || code === "CONFIG_TOO_LARGE" ? {} : { hint }),
  };
}
