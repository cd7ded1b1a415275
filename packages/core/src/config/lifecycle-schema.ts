import { split } from "shlex";
import * as z from "zod";

const flag = (value: boolean) => z.boolean().default(value);

/** One program, started without a shell. */
export const hookMapSchema = z.strictObject({
  cmd: z.string().min(1).describe("Program, looked up in PATH"),
  args: z.array(z.string()).default([]),
  show: flag(true).describe("Show what it writes to stdout"),
  allow_failure: flag(false).describe("A failure is a warning"),
});

/** Written as one string it is split into words as a shell would, and nothing else of a shell is done. */
export const commandLineSchema = z.string().superRefine((line, context) => {
  const words = splitCommand(line);
  if (typeof words === "string") context.addIssue({ code: "custom", message: words, input: line });
});

export const hookSchema = z.union([commandLineSchema, hookMapSchema]);

/** The words of a command line, at least one; or, as text, why it has none. */
export function splitCommand(line: string): readonly string[] | string {
  try {
    const words = split(line);
    return words.length > 0 ? words : "expected a command";
  } catch {
    return "expected a command whose quotes are closed";
  }
}

const hooks = z.array(hookSchema).default([]);

export const lifecycleSchema = z.strictObject({
  pre_build: hooks.describe("Before charts are got and values read"),
  post_build: hooks,
  pre_up: hooks,
  post_up: hooks.describe("Also after a failure"),
  pre_down: hooks,
  post_down: hooks,
  pre_rollback: hooks,
  post_rollback: hooks,
});
