import { readDocument } from "../config/read-document.js";
import { locateIn } from "../config/source-map.js";
import type { Diagnostic } from "../plugin/index.js";

/** What is wrong with the content of a values file. An empty file is an empty map, as it is for helm. */
export function checkValuesText(bytes: Uint8Array, file: string): readonly Diagnostic[] {
  const { document, text, diagnostics } = readDocument({ bytes, file });
  const template = text?.indexOf("{{") ?? -1;
  if (text !== undefined && template >= 0) return [templateFound(text, template, file)];
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

function templateFound(text: string, offset: number, file: string): Diagnostic {
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const col = (before.at(-1) ?? "").length + 1;
  return {
    code: "VALUES_TEMPLATE",
    severity: "error",
    message: 'the file is a template ("{{")',
    file,
    range: { start: { line, col }, end: { line, col: col + 2 } },
    hint: "templates in values are not supported yet; write the values out, or render the file beforehand",
  };
}
