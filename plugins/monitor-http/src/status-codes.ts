import * as z from "zod";

/** Inclusive. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

/** `200`, `"2xx"` or `"200-299"`. 1xx is no code a check ever ends with. */
const codes = z.union([z.number(), z.string()]).transform((value, context): CodeRange => {
  const text = String(value).trim();
  const [, hundreds] = /^([2-5])xx$/i.exec(text) ?? [];
  const [, first, last = first] = /^(\d{3})(?:\s*[-–]\s*(\d{3}))?$/.exec(text) ?? [];
  const [from, to] = hundreds ? [Number(`${hundreds}00`), Number(`${hundreds}99`)] : [Number(first), Number(last)];
  if (from >= 200 && from <= to && to <= 599) return { from, to };
  context.addIssue({ code: "custom", message: 'expected codes from 200 to 599, like 204, "2xx" or "200-299"' });
  return z.NEVER;
});

/** helmwave takes no code for an answer when the list is empty; any success is what one means by it. */
export const statusCodes = z
  .array(codes)
  .default([])
  .transform((ranges) => (ranges.length === 0 ? [{ from: 200, to: 299 }] : ranges));

const redirects = [301, 302, 303, 307, 308];

export const isRedirect = (status: number): boolean => redirects.includes(status);

export const expectsRedirect = (ranges: readonly CodeRange[]): boolean =>
  redirects.some((status) => isExpected(status, ranges));

export function isExpected(status: number, ranges: readonly CodeRange[]): boolean {
  return ranges.some(({ from, to }) => status >= from && status <= to);
}

/** "200–299, 404". */
export function codesText(ranges: readonly CodeRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
