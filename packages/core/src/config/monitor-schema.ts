import * as z from "zod";
import { durationSchema, positiveDurationSchema } from "./duration.js";

const threshold = z.int().min(1).default(3);

export const countingWindowSchema = z.strictObject({ window: z.int().min(1) });

export const onSchema = z.strictObject({
  no_data: z.enum(["fail", "ignore", "pass"]).default("fail").describe("What a check without data counts as"),
  error: z.enum(["fail", "ignore"]).default("fail").describe("What a check that broke counts as"),
});

/** The keys shared by all types. The key named after the type holds the type's options, checked by its plugin. */
export const monitorSchema = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1).describe("Named by a plugin; its options stand under a key of this name"),
  total_timeout: positiveDurationSchema.default(300_000).describe("The monitor fails when undecided for so long"),
  iteration_timeout: positiveDurationSchema.default(10_000).describe("Limit of one check"),
  interval: positiveDurationSchema.default(60_000).describe("From the start of a check to the start of the next"),
  initial_delay: durationSchema.optional().describe("Before the first check; one interval by default"),
  success_threshold: threshold.describe("Passed checks that make the monitor pass"),
  failure_threshold: threshold.describe("Failed checks that make the monitor fail"),
  counting: z
    .union([z.enum(["consecutive", "cumulative"]), countingWindowSchema])
    .default("consecutive")
    .describe("How checks add up to the thresholds"),
  on: onSchema.default({ no_data: "fail", error: "fail" }),
  pass_when: z.string().min(1).optional().describe("CEL over value, values, labels and facts"),
  needs_releases: z.boolean().default(true).describe("Whether the monitor waits for its releases"),
});
