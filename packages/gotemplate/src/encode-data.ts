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

function encodeEntries(entries: readonly (readonly [string, unknown])[]): string {
  const present = entries.filter(([, value]) => value !== undefined && typeof value !== "function");
  return `{${present.map(([key, value]) => `${JSON.stringify(key)}:${encodeData(value)}`).join(",")}}`;
}
