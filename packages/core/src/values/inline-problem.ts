import type { Finding } from "../config/finding.js";
import type { Path } from "../config/source-map.js";

/**
 * The first value written inline that JSON, in which helm gets it, would not keep: `.inf`, `.nan`, and whole numbers
 * that lost digits when they were read. The config reader bounds the depth.
 */
export function inlineProblem(value: unknown, path: Path = []): Finding | undefined {
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      return { code: "VALUES_INVALID", message: `helm has no such number as ${value}`, path, hint: "put it in quotes" };
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const message = `whole numbers above ${Number.MAX_SAFE_INTEGER} lose digits here`;
      return { code: "VALUES_INVALID", message, path, hint: "put it in quotes, or in a values file" };
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [step, inner] of entries) {
    const problem = inlineProblem(inner, [...path, step]);
    if (problem) return problem;
  }
  return undefined;
}
