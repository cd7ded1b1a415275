/** JSON whose maps are sorted by key, so that equal data give equal text on every machine. For plain data. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  const map = value as Readonly<Record<string, unknown>>;
  const pairs = Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(map[key])}`);
  return `{${pairs.join()}}`;
}
