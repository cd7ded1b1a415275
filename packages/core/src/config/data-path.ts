import type { Path } from "./source-map.js";

export type DataMap = Readonly<Record<string, unknown>>;

export function isDataMap(value: unknown): value is DataMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value a path leads to, own properties only. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A copy of `data` with one value replaced, or removed when `value` is undefined; maps in `owned` are changed in place. */
export function withValueAt(data: unknown, path: Path, value: unknown, owned: WeakSet<object>): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof data !== "object" || data === null) return data;
  const copy = (owned.has(data) ? data : Array.isArray(data) ? [...data] : { ...data }) as Record<
    string | number,
    unknown
  >;
  owned.add(copy);
  const next = withValueAt(copy[step], rest, value, owned);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}
