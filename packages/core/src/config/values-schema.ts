import * as z from "zod";

const text = z.string().optional();

/** How a values file is made: a template of one of two sets of functions, as it is, or decrypted. */
export const valuesFileSchema = z.strictObject({
  src: z.string().min(1, { error: "expected a path or an address of a values file" }),
  renderer: z.enum(["sprig", "gomplate", "copy", "sops"]).optional().describe("Default: --build-templater"),
  strict: z.boolean().default(true).describe("false: a file that is not there is left out with a warning"),
  delimiter_left: text.describe("Default: {{, for gomplate [["),
  delimiter_right: text.describe("Default: }}, for gomplate ]]"),
});

/** A map with `src` names a file; any other map is values written inline. */
export const valuesMapSchema = z.record(z.string(), z.unknown()).superRefine((map, context) => {
  if (!Object.hasOwn(map, "src")) return;
  for (const issue of valuesFileSchema.safeParse(map).error?.issues ?? [])
    context.addIssue(issue as Parameters<typeof context.addIssue>[0]);
});
