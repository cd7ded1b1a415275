/** JSON whose maps are sorted by key, so that equal data give equal text on every machine. For plain data. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const map = inner as Record<string, unknown>;
    // Object.fromEntries keeps `__proto__` as a key of its own.
    return Object.fromEntries(
      Object.keys(map)
        .sort()
        .map((key) => [key, map[key]]),
    );
  });
}
