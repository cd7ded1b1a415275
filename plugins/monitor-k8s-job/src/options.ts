import { parseDuration } from "@helmwatch/core/plugin";
import * as z from "zod";
import { exitCodes } from "./exit-codes.js";
import { jobSpec } from "./job-schema.js";

const text = z.string().min(1);

const duration = "expected a duration above zero, like 500ms or 2s";
const durationMs = z
  .union([z.string(), z.number()])
  .transform(parseDuration)
  .pipe(z.number(duration).positive(duration));
const words = z.union([text.transform((one) => [one]), z.array(z.string())], "expected a list, like [sh, -c, ./check]");
const variable = z.strictObject({ name: text, value: z.string().optional(), valueFrom: z.looseObject({}).optional() });
const source = z.looseObject({ name: text });

/** `{A: 1}` as well as Kubernetes' list, which can refer to a Secret (`valueFrom`). */
const env = z.union(
  [
    z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .transform((map) => Object.entries(map).map(([name, value]) => ({ name, value: String(value) }))),
    z.array(variable),
  ],
  "expected NAME: value, or a list of {name, value} or {name, valueFrom}",
);

const shortForm = {
  image: text.optional().describe("What is run"),
  command: words.optional().describe("In place of the image's entrypoint"),
  args: words.optional(),
  env: env.optional(),
  env_from: z
    .array(
      z.strictObject({ prefix: z.string().optional(), configMapRef: source.optional(), secretRef: source.optional() }),
    )
    .optional()
    .describe("All keys of ConfigMaps and Secrets"),
  service_account: text.optional(),
  resources: z.looseObject({}).optional().describe("requests and limits, as in Kubernetes"),
  node_selector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(z.looseObject({})).optional(),
  image_pull_secrets: z
    .array(z.union([text.transform((name) => ({ name })), z.strictObject({ name: text })]))
    .optional(),
  image_pull_policy: z.enum(["Always", "IfNotPresent", "Never"]).optional(),
};

const markers = z.strictObject({
  begin: text.default("-----BEGIN JUNIT-----").describe("The line before the document"),
  end: text.default("-----END JUNIT-----").describe("The line after it"),
});

const junit = z.union(
  [z.boolean().transform((on) => (on ? markers.parse({}) : undefined)), markers],
  "expected true, or {begin, end}: the lines around the document",
);

export const options = z
  .strictObject({
    ...shortForm,
    job: jobSpec.optional().describe("The spec of a Job, in place of image and what goes with it"),
    namespace: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "expected the name of a namespace")
      .optional()
      .describe("Where the Job runs; by default where the monitor's first release is"),
    context: text.optional().describe("Of the kubeconfig; by default that of the monitor's first release"),
    exit_codes: exitCodes.prefault({}).describe("By default 0 passes and the rest fails"),
    start_timeout: durationMs.default(60_000).describe("A Job that does not run by then is an error that says why"),
    logs: z
      .strictObject({
        tail_lines: z.int().min(0).max(10_000).default(50),
        max_bytes: z
          .int()
          .min(0)
          .max(1024 ** 2)
          .default(16 * 1024),
      })
      .prefault({})
      .describe("How much of the log's end is kept in facts and reports"),
    junit: junit.optional().describe("Judge by a JUnit document in the log, too"),
    keep: z.enum(["never", "failed", "always"]).default("never").describe("Which Jobs stay after their check"),
  })
  .superRefine((given, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (given.job === undefined && given.image === undefined) issue([], "needs image, or job: the spec of a Job");
    if (given.job === undefined) return;
    for (const key of Object.keys(shortForm) as (keyof typeof shortForm)[])
      if (given[key] !== undefined) issue([key], "belongs to the short form; with job, write it there");
  });

export type Options = z.output<typeof options>;
