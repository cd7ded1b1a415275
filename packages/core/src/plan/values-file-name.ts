import { basename, extname } from "node:path";
import type { PlannedValues } from "./plan.js";

/** `prod-9f86d081884c7d65.yml`: for people by what they named, and never two contents under one name. */
export function valuesFileName({ src = "inline", sha256 }: Pick<PlannedValues, "src" | "sha256">): string {
  const stem = basename(src, extname(src))
    .replace(/[^\w.-]/g, "_")
    .slice(0, 40);
  return `${stem}-${sha256.slice(0, 16)}.yml`;
}
