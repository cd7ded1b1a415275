import type * as z from "zod";
import { valueAt, withValueAt } from "./data-path.js";
import type { Path } from "./source-map.js";

export type Issue = z.core.$ZodIssue;

/** The YAML behind the data. */
export interface ValueSource {
  /** How the number or boolean is written that a path leads to. */
  textAt(path: Path): string | undefined;
}

/** A value as its schema gives it, or what is wrong with it, by paths from the top. */
export function readValue<S extends z.ZodType>(
  source: ValueSource,
  schema: S,
  path: Path,
  value: unknown,
): { readonly value?: z.output<S>; readonly issues: readonly Issue[] } {
  let result = schema.safeParse(value);
  if (!result.success) {
    const repaired = repair(source, path, value, result.error.issues);
    if (repaired !== value) result = schema.safeParse(repaired);
  }
  if (result.success) return { value: result.data, issues: [] };
  return { issues: result.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) };
}

/**
 * Reads values as helmwave does: a key without a value counts as absent, and a number or boolean where text is
 * expected is its own text, so that `version: 1.10` is "1.10".
 */
function repair(source: ValueSource, base: Path, value: unknown, issues: readonly Issue[]): unknown {
  const owned = new WeakSet<object>();
  let repaired = value;
  for (const issue of issues) {
    const path = issue.path as Path;
    const last = path.at(-1);
    const found = valueAt(value, path);
    if (found === null && typeof last === "string") repaired = withValueAt(repaired, path, undefined, owned);
    else if ((typeof found === "number" || typeof found === "boolean") && wantsText(issue)) {
      const text = source.textAt([...base, ...path]);
      if (text !== undefined) repaired = withValueAt(repaired, path, text, owned);
    } else if (issue.code === "invalid_union") {
      const inner = issue.errors.flat().map((nested) => ({ ...nested, path: [...path, ...nested.path] }));
      const deeper = inner.filter((nested) => nested.path.length > path.length);
      if (deeper.length > 0) repaired = repair(source, base, repaired, deeper);
    }
  }
  return repaired;
}

function wantsText(issue: Issue): boolean {
  if (issue.code === "invalid_type") return issue.expected === "string";
  return issue.code === "invalid_union" && !issue.message.startsWith("expected") && issue.errors.flat().some(wantsText);
}
