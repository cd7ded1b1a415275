const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const part = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;
const whole = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

/** `30s`, `1m30s`, `500ms`, `1.5h` or a number of seconds → milliseconds; undefined for anything else. */
export function parseDuration(value: string | number): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? Math.round(value * 1000) : undefined;
  if (value === "0") return 0;
  if (value.length > 100 || !whole.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(part)) total += Number(amount) * unitMs[unit!]!;
  return Number.isFinite(total) ? Math.round(total) : undefined;
}
