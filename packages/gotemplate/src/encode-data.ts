import { Fields } from "./fields.js";

/**
 * Template data as JSON for the engine, which makes of it what Go has after reading YAML: whole numbers are ints. Big
 * ints keep all their digits; NaN, the infinities and `fields` are written as objects with a key that starts with NUL.
 */
export function encodeData(data: unknown): string {
  if (typeof data === "bigint") return data.toString();
  if (typeof data === "number" && !Number.isFinite(data)) return JSON.stringify({ "\0float": String(data) });
  if (data instanceof Fields) return `{"\\u0000fields":${encodeData(data.values)}}`;
  if (Array.isArray(data)) return `[${data.map(encodeData).join(",")}]`;
  if (data instanceof Map) return encodeEntries([...data].map(([key, value]) => [String(key), value]));
  if (typeof data === "object" && data !== null && !("toJSON" in data)) return encodeEntries(Object.entries(data));
  return JSON.stringify(data) ?? "null";
}

/** JSON that is YAML for Go, too: a raw line or paragraph separator would break a line there. */
export function encodeYaml(data: unknown): string {
  const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return encodeData(data).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
}

function encodeEntries(entries: readonly (readonly [string, unknown])[]): string {
  const present = entries.filter(([, value]) => value !== undefined && typeof value !== "function");
  return `{${present.map(([key, value]) => `${JSON.stringify(key)}:${encodeData(value)}`).join(",")}}`;
}
