import * as z from "zod";
import { durationSchema } from "./duration.js";
import { commandLineSchema, lifecycleSchema } from "./lifecycle-schema.js";
import { valuesMapSchema } from "./values-schema.js";

const name = z.string().min(1);
const text = z.string().optional();
const flag = z.boolean().default(false);

export const chartSchema = z.strictObject({
  name: name.describe("oci://…, repo/chart, git+https://… or a local path"),
  version: text,
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hex digits")
    .optional()
    .describe("Of the OCI manifest or of the archive: nothing else is deployed"),
  repo_url: text,
  username: text,
  password: text,
  ca_file: text,
  cert_file: text,
  key_file: text,
  keyring: text,
  insecure: flag,
  plain_http: flag,
  pass_credentials: flag,
  verify: flag,
  skip_dependency_update: flag,
  skip_refresh: flag,
});

export const dependencySchema = z.strictObject({
  name: name.optional().describe("A release: name, name@namespace or name@namespace@context"),
  tag: name.optional().describe("Every release that carries the tag"),
  optional: z.boolean().default(false).describe("May be absent from the file"),
  condition: z.enum(["deployed", "monitored"]).default("deployed").describe("monitored: its monitors passed, too"),
});

export const monitorReferenceSchema = z.strictObject({
  name,
  action: z.enum(["rollback", "uninstall", "none", ""]).default("rollback").describe("What a failed monitor does here"),
});

export const storeSchema = z.record(z.string(), z.unknown());

/** As helm reads it: `1.35`, `v1.35.4`, `1.35.4-gke.1`. */
const kubeVersion = z
  .string()
  .regex(/^(v?\d+(\.\d+){0,2}(-[\w.-]+)?(\+[\w.-]+)?)?$/, "expected a version of Kubernetes like 1.35.0");

/** Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKey = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;
const ownLabels = new Set(["name", "owner", "status", "version", "createdAt", "modifiedAt", "helmwatch/digest"]);

/** Labels of helm's record of the release. helm takes the value `null` as "take it off". */
const labelsSchema = z.record(z.string(), z.string()).superRefine((labels, context) => {
  const refuse = (key: string, message: string) =>
    context.addIssue({ code: "custom", path: [key], message: `expected ${message}`, input: labels[key] });
  for (const [key, value] of Object.entries(labels))
    if (ownLabels.has(key)) refuse(key, `another name than "${key}", which is a label of helm's own`);
    else if (!labelKey.test(key)) refuse(key, `the name of a label, which "${key}" is not`);
    else if (!labelValue.test(value) || value === "null")
      refuse(key, "letters, digits, dashes, dots and underscores, 63 at most");
});

export const testFiltersSchema = z.strictObject({
  name: z.array(name).default([]).describe("Only these tests"),
  "!name": z.array(name).default([]).describe("All tests but these"),
});

export const testsSchema = z.strictObject({
  enabled: flag.describe("Run the chart's tests after each install and upgrade"),
  force_show_logs: flag.describe("Show logs of tests that passed, too"),
  filters: testFiltersSchema.prefault({}),
});

export const releaseSchema = z.strictObject({
  name: name.describe("Lowercase letters, digits and dashes"),
  namespace: name,
  context: text.describe("Of kubeconfig"),
  chart: z.union([name, chartSchema]),
  values: z
    .array(z.union([name, valuesMapSchema]))
    .default([])
    .describe("Files or inline maps; later ones win"),
  store: storeSchema.default({}).describe("Free data for its values: .Release.Store"),
  depends_on: z.array(z.union([name, dependencySchema])).default([]),
  tags: z.array(name).default([]),
  monitors: z.array(z.union([name, monitorReferenceSchema])).default([]),
  lifecycle: lifecycleSchema.prefault({}).describe("Programs to run around its build, up, down and rollback"),
  wait: z
    .union([z.boolean(), z.enum(["watcher", "legacy", "hookOnly"])], {
      error: "expected true, false, watcher, legacy or hookOnly",
    })
    .default("hookOnly")
    .describe("true is watcher, false is hookOnly"),
  wait_for_jobs: flag,
  timeout: durationSchema.default(300_000),
  max_history: z.int().min(0).default(0).describe("0: unlimited"),
  atomic: flag.describe("Roll back when the upgrade fails"),
  allow_failure: flag.describe("A failure is a warning; dependents go on"),
  labels: labelsSchema.default({}).describe("Of helm's record of the release"),
  description: z.string().default(""),
  delete_propagation: z.enum(["background", "foreground", "orphan"]).default("background"),
  server_side_apply: z
    .union([z.boolean(), z.enum(["true", "false", "auto"])], { error: "expected true, false or auto" })
    .default("auto"),
  create_namespace: flag,
  cleanup_on_fail: flag,
  disable_hooks: flag,
  disable_open_api_validation: flag,
  enable_dns: flag,
  force: flag,
  force_conflicts: flag,
  reset_values: flag,
  reuse_values: flag,
  reset_then_reuse_values: flag,
  skip_crds: flag,
  sub_notes: flag,
  hide_notes: flag,
  take_ownership: flag,
  skip_schema_validation: flag,
  offline_kube_version: kubeVersion.default("").describe("What templates see where no cluster is asked"),
  post_renderer: z
    .union([commandLineSchema, z.array(z.string())])
    .default([])
    .describe("A program and its arguments: helm gives it what it rendered, and deploys what it answers"),
  post_render_strategy: z
    .enum(["", "combined", "separate", "nohooks"])
    .default("")
    .describe("What it is given of hooks"),
  tests: testsSchema.prefault({}),
  pending_release_strategy: z
    .enum(["", "rollback", "uninstall"])
    .default("")
    .describe("What to do first about a release that another helm left unfinished"),
});
