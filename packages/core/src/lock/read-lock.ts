import { parse } from "yaml";
import * as z from "zod";
import { HelmwatchError } from "../plugin/index.js";
import { type ChartLock, lockFileName } from "./chart-lock.js";

const lockedSchema = z
  .strictObject({
    chart: z.string().min(1),
    repository: z.string().min(1).optional(),
    constraint: z.string().min(1).optional(),
    version: z.string().min(1),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .optional(),
  })
  .refine(({ digest, commit }) => digest !== undefined || commit !== undefined, "expected a digest or a commit");

const lockSchema = z.strictObject({ helmwatch_lock: z.literal(1), charts: z.array(lockedSchema) });

/** Throws LOCK_INVALID. JSON is read, too. */
export function readLock(text: string): ChartLock {
  try {
    return { charts: lockSchema.parse(parse(text)).charts as ChartLock["charts"] };
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const why = issue ? `${issue.path.join(".") || "the file"}: ${issue.message}` : (error as Error).message;
    throw new HelmwatchError("LOCK_INVALID", `"${lockFileName}" cannot be read: ${why.split("\n", 1)[0]}`, {
      hint: "mend it (after a merge, keep either side of each chart), or remove it and run build --update-lock",
    });
  }
}
