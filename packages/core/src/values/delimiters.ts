import type { ValuesFileConfig } from "../config/config.js";
import type { Delimiters, TemplateRenderer } from "./values-engine.js";

const braces: Delimiters = { left: "{{", right: "}}" };

/** Since helmwave 0.42, for values of gomplate that name none. */
const brackets: Delimiters = { left: "[[", right: "]]" };

/** Where a file is a template, the delimiters of its actions. One that is named alone goes with the other's usual form. */
export function delimitersOf(
  entry: Pick<ValuesFileConfig, "delimiterLeft" | "delimiterRight">,
  renderer: TemplateRenderer,
): Delimiters {
  const { delimiterLeft: left, delimiterRight: right } = entry;
  if (!left && !right) return renderer === "gomplate" ? brackets : braces;
  return { left: left || braces.left, right: right || braces.right };
}
