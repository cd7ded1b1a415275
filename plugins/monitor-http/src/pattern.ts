import * as z from "zod";

/** A regular expression of JavaScript; `(?i)`, `(?m)`, `(?s)` at its start set flags, as users of RE2 write them. */
export const pattern = z
  .string()
  .min(1, "expected a regular expression")
  .transform((text, context) => {
    const [start, flags = ""] = /^\(\?([ims]+)\)/.exec(text) ?? [""];
    try {
      return new RegExp(text.slice(start.length), `u${[...new Set(flags)].join("")}`);
    } catch (error) {
      const reason = (error as Error).message.replace(/^Invalid regular expression: (?:\/.*\/\w*: )?/s, "");
      context.addIssue({ code: "custom", message: `${JSON.stringify(text)} is no regular expression: ${reason}` });
      return z.NEVER;
    }
  });
