import { isDataMap, valueAt } from "./data-path.js";
import { type Finding, quoted } from "./finding.js";
import { objectKind } from "./object-kinds.js";
import type { Issue } from "./read-value.js";
import type { Path } from "./source-map.js";
import { suggest } from "./suggest.js";

/** What the schemas found, in users' words. A missing key and its misspelt form become one finding. */
export function diagnose(issues: readonly Issue[], data: unknown): Finding[] {
  const flat = issues.flatMap((issue) => flatten(issue, []));
  const missing = flat.filter((issue) => isMissing(issue, data));
  const missingIn = new Map<string, Set<string>>();
  for (const { path } of missing) {
    const parent = JSON.stringify(path.slice(0, -1));
    missingIn.set(parent, (missingIn.get(parent) ?? new Set()).add(String(path.at(-1))));
  }
  const unknown = flat.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(key, issue.path as Path, data, missingIn.get(JSON.stringify(issue.path))))
      : [],
  );
  const rest = flat.flatMap((issue): Finding[] => {
    if (issue.code === "unrecognized_keys") return [];
    const path = issue.path as Path;
    if (!missing.includes(issue)) return [wrongValue(issue, path, data)];
    const stillMissing = missingIn.get(JSON.stringify(path.slice(0, -1)))?.has(String(path.at(-1)));
    return stillMissing ? [missingKey(path, data)] : [];
  });
  return [...unknown, ...rest];
}

/** Of a union's branches, the one that fits the value's type best. */
function flatten(issue: Issue, base: Path): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code !== "invalid_union" || issue.message.startsWith("expected")) return [{ ...issue, path }];
  const fitting = issue.errors.filter(
    (branch) => !branch.some((one) => one.path.length === 0 && one.code === "invalid_type"),
  );
  const best = fitting.sort((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((inner) => flatten(inner as Issue, path as Path));
  return [{ ...issue, path }];
}

function isMissing(issue: Issue, data: unknown): boolean {
  if (issue.path.length === 0 || issue.code === "unrecognized_keys" || issue.code === "custom") return false;
  const path = issue.path as Path;
  return isDataMap(valueAt(data, path.slice(0, -1))) && valueAt(data, path) == null;
}

/** "release "nats"": what the map at a path is called. */
function describe(path: Path, data: unknown): string {
  const noun = objectKind(path)?.noun ?? `"${String(path.at(-1))}"`;
  const map = valueAt(data, path);
  const name = isDataMap(map) ? (map.name ?? map.host ?? map.use) : undefined;
  return typeof name === "string" && name !== "" ? `${noun} ${quoted(name, [])}` : noun;
}

function unknownKey(key: string, parent: Path, data: unknown, missing?: Set<string>): Finding {
  const kind = objectKind(parent);
  const path = [...parent, key];
  const what = describe(parent, data);
  if (kind?.gone && Object.hasOwn(kind.gone, key)) {
    const message = `${what} has no key ${quoted(key, [])} any more`;
    return { code: "CONFIG_UNKNOWN_KEY", message, path, at: "key", hint: kind.gone[key] };
  }
  const map = valueAt(data, parent);
  const type = kind?.noun === "monitor" && isDataMap(map) && typeof map.type === "string" ? [map.type] : [];
  const wanted = missing && suggest(key, missing);
  const near = wanted ?? suggest(key, [...(kind?.keys ?? []), ...type]);
  if (wanted !== undefined) missing?.delete(wanted);
  const required = wanted === undefined ? "" : " (required, missing here)";
  return {
    code: "CONFIG_UNKNOWN_KEY",
    message: `${what} has no key ${quoted(key, [])}`,
    path,
    at: "key",
    hint: near === undefined ? undefined : `did you mean "${near}"?${required}`,
  };
}

function missingKey(path: Path, data: unknown): Finding {
  const parent = path.slice(0, -1);
  const message = `${describe(parent, data)} needs a key "${String(path.at(-1))}"`;
  return { code: "CONFIG_MISSING_KEY", message, path, at: "key" };
}

function wrongValue(issue: Issue, path: Path, data: unknown): Finding {
  const value = valueAt(data, path);
  const options = allowed(issue);
  const near = typeof value === "string" ? suggest(value, options) : undefined;
  return {
    code: "CONFIG_INVALID",
    message: `${expectation(issue, options)}, got ${quoted(value, path)}`,
    path,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  };
}

function allowed(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.filter((value) => value !== "").map(String);
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap((inner) => allowed(inner as Issue)) : [];
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  array: "a list",
};

function expectation(issue: Issue, options: readonly string[]): string {
  if (issue.message.startsWith("expected")) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected ${or(options)}`;
    case "too_small":
      return issue.origin === "string" ? "expected text that is not empty" : `expected at least ${issue.minimum}`;
    case "too_big":
      return `expected at most ${issue.maximum}`;
    case "invalid_union": {
      const types = issue.errors
        .flat()
        .map((inner) => (inner.code === "invalid_type" ? typeNames[inner.expected] : undefined));
      return `expected ${or([...new Set(types.filter((type) => type !== undefined))])}`;
    }
    default:
      return "expected another value";
  }
}

function or(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
