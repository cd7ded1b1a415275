import { type Path, suggest } from "@helmwatch/core";
import type { Diagnostic, SourceRange } from "@helmwatch/core/plugin";
import type { StandardSchemaV1 } from "@standard-schema/spec";

export interface OptionsCheck {
  /** `monitor "nats-up"`: whose options these are. */
  readonly owner: string;
  /** Where they stand in the config file. */
  readonly path: Path;
  readonly options: Readonly<Record<string, unknown>>;
  readonly schema: StandardSchemaV1<unknown, unknown>;
}

export type Place = (path: Path, part?: "key" | "value") => { file?: string; range?: SourceRange };

/** A plugin's options against its own schema: the options it wants, or everything that is wrong with them. */
export async function checkOptions(
  { owner, path, options, schema }: OptionsCheck,
  place: Place,
): Promise<{ value: unknown } | { diagnostics: readonly Diagnostic[] }> {
  const result = await schema["~standard"].validate(options);
  if (!result.issues) return { value: result.value };
  const issues = result.issues.map((issue) => ({ ...issue, at: issue.path?.map(stepOf) ?? [] }));
  const missing = new Set(issues.filter((issue) => isMissing(issue, options)).map(({ at }) => at.join(".")));
  const diagnostics: Diagnostic[] = [];
  const add = (code: Diagnostic["code"], message: string, at: Path, part: "key" | "value", hint?: string) =>
    diagnostics.push({
      code,
      severity: "error",
      message: `${owner} ${message}`,
      ...place([...path, ...at], part),
      ...(hint === undefined ? {} : { hint }),
    });
  for (const issue of issues) {
    for (const key of unknownKeys(issue)) {
      const at = [...issue.at, key];
      const siblings = [...missing].filter((one) => isChild(one, issue.at));
      const wanted = siblings.find((one) => suggest(key, [lastStep(one)]) !== undefined);
      const near = wanted === undefined ? suggest(key, schemaKeys(schema)) : lastStep(wanted);
      if (wanted !== undefined) missing.delete(wanted);
      const required = wanted === undefined ? "" : " (required, missing here)";
      const hint = near === undefined ? undefined : `did you mean "${near}"?${required}`;
      add("CONFIG_UNKNOWN_KEY", `has no option "${key}"`, at, "key", hint);
    }
  }
  for (const issue of issues) {
    if (unknownKeys(issue).length > 0) continue;
    const name = issue.at.join(".");
    if (!isMissing(issue, options)) add("CONFIG_INVALID", wrongValue(issue, name, options), issue.at, "value");
    else if (missing.has(name)) add("CONFIG_MISSING_KEY", `needs an option "${name}"`, issue.at, "key");
  }
  return { diagnostics };
}

const lastStep = (name: string) => name.slice(name.lastIndexOf(".") + 1);
const isChild = (name: string, parent: Path) => name === [...parent, lastStep(name)].join(".");

type Issue = StandardSchemaV1.Issue & { readonly at: Path };

function stepOf(step: PropertyKey | StandardSchemaV1.PathSegment): string | number {
  const key = typeof step === "object" ? step.key : step;
  return typeof key === "number" ? key : String(key);
}

/** Zod's issue; other libraries say it in words only. */
function unknownKeys(issue: Issue): readonly string[] {
  const { code, keys } = issue as { code?: unknown; keys?: unknown };
  return code === "unrecognized_keys" && Array.isArray(keys) ? keys.map(String) : [];
}

/** Zod objects tell their keys. */
function schemaKeys(schema: unknown): string[] {
  const { shape } = schema as { shape?: unknown };
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
}

function valueAt(options: unknown, at: Path): unknown {
  return at.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], options);
}

function isMissing(issue: Issue, options: unknown): boolean {
  return issue.at.length > 0 && unknownKeys(issue).length === 0 && valueAt(options, issue.at) === undefined;
}

/** Zod's "Invalid input: expected string, received number" in the words of the rest of the config's findings. */
function wrongValue(issue: Issue, name: string, options: unknown): string {
  const [, expected] = /^Invalid (?:input|option): (expected .*?)(?:, received .*)?$/.exec(issue.message) ?? [];
  const value = valueAt(options, issue.at);
  const isSecret = /pass|token|secret|authorization|credential|key/i.test(name);
  const shown = typeof value === "object" || isSecret ? "" : `, got ${JSON.stringify(value)}`;
  const where = name === "" ? "" : `option "${name}": `;
  const words = expected?.replace(/one of (.*)$/, (_, options: string) => options.replaceAll("|", " or "));
  return `${where}${words === undefined ? issue.message : `${words}${shown}`}`;
}
