import * as z from "zod";
import { parseDuration } from "../plugin/index.js";

const expected = "expected a duration like 30s, 1m30s or a number of seconds";

function schema(accepts: (ms: number) => boolean, otherwise: string) {
  return z.union([z.string(), z.number()], { error: expected }).transform((value, context) => {
    const ms = parseDuration(value);
    if (ms !== undefined && accepts(ms)) return ms;
    context.addIssue({ code: "custom", message: ms === undefined ? expected : otherwise, input: value });
    return z.NEVER;
  });
}

export const durationSchema = schema(() => true, expected);
export const positiveDurationSchema = schema((ms) => ms > 0, "expected a duration above zero");
