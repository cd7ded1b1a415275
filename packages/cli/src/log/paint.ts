import type { Paint as DiagnosticPaint } from "@helmwatch/core";
import pc from "picocolors";
import type { Level } from "./log-line.js";

export type Style = Level | "good" | "bad" | "dim" | "hint" | "bold";
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

export function colours(): Paint {
  const { red, yellow, cyan, blue, dim, green, bold } = pc.createColors(true);
  const styles: Readonly<Record<Style, (text: string) => string>> = {
    debug: dim,
    info: cyan,
    warn: yellow,
    error: red,
    fatal: red,
    good: green,
    bad: red,
    dim,
    hint: blue,
    bold,
  };
  return (style, text) => styles[style](text);
}

/** The same colours for diagnostics. */
export function diagnosticPaint(paint: Paint): DiagnosticPaint {
  return (style, text) => paint(style === "warning" ? "warn" : style, text);
}
