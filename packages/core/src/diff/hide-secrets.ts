import { isDataMap } from "../config/data-path.js";

type Data = Readonly<Record<string, unknown>> | undefined;

/** Both sides of a Secret with its values replaced by their size; one that changed still differs. */
export function hideSecrets(before: Data, after: Data): readonly [Data, Data] {
  return [hidden(before, after, ""), hidden(after, before, before ? ", changed" : "")];
}

function hidden(own: Data, other: Data, note: string): Data {
  if (!own) return undefined;
  const fields = ["data", "stringData"].filter((field) => isDataMap(own[field]));
  const shown = fields.map((field) => {
    const values = own[field] as Readonly<Record<string, unknown>>;
    const others = isDataMap(other?.[field]) ? other[field] : {};
    const entries = Object.entries(values).map(([key, value]) => {
      const isSame = Object.hasOwn(others, key) && others[key] === value;
      return [key, `*** (${bytes(value, field)} bytes${isSame ? "" : note})`];
    });
    return [field, Object.fromEntries(entries)];
  });
  return { ...own, ...Object.fromEntries(shown), ...lastApplied(own) };
}

function bytes(value: unknown, field: string): number {
  return typeof value === "string" ? Buffer.from(value, field === "data" ? "base64" : "utf8").length : 0;
}

/** What kubectl writes down of a Secret holds its values, too. */
function lastApplied({ metadata }: Readonly<Record<string, unknown>>) {
  const key = "kubectl.kubernetes.io/last-applied-configuration";
  if (!isDataMap(metadata) || !isDataMap(metadata.annotations) || !(key in metadata.annotations)) return {};
  return { metadata: { ...metadata, annotations: { ...metadata.annotations, [key]: "***" } } };
}
