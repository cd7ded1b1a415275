import * as z from "zod";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function parse(value: string | number): number {
  if (typeof value === "number") return value * 1000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(value)) return Number.NaN;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs[unit!]!, 0);
}

/** `500ms`, `1m30s` or a number of seconds, as everywhere in the config file → milliseconds above zero. */
export const durationMs = z.union([z.string().max(100), z.number()]).transform((value, context) => {
  const ms = parse(value);
  if (ms > 0 && Number.isFinite(ms)) return ms;
  context.addIssue({ code: "custom", message: "expected a duration above zero, like 500ms or 2s" });
  return z.NEVER;
});
