import * as z from "zod";
import { inClusterSchema } from "./in-cluster-schema.js";
import { defaultsSchema, environmentsSchema, includeSchema } from "./layer-schema.js";
import { lifecycleSchema } from "./lifecycle-schema.js";
import { monitorSchema } from "./monitor-schema.js";
import { releaseSchema, storeSchema } from "./release-schema.js";
import { valuesFileSchema, valuesMapSchema } from "./values-schema.js";

const name = z.string().min(1);
const text = z.string().optional();
const flag = z.boolean().default(false);

export const registrySchema = z.strictObject({
  host: name.describe("With port, without scheme"),
  username: text,
  password: text,
  insecure: flag,
});

/** Helm's own mixed-case names, and the same in snake_case. */
export const repositorySchema = z.strictObject({
  name,
  url: name,
  username: text,
  password: text,
  certFile: text,
  keyFile: text,
  caFile: text,
  cert_file: text,
  key_file: text,
  ca_file: text,
  insecure_skip_tls_verify: flag,
  pass_credentials_all: flag,
  force: flag,
});

export const pluginMapSchema = z.strictObject({
  use: name.describe("Package name or relative path"),
  as: name.optional().describe("Prefix of its types: acme makes acme.latency"),
});
export const pluginSchema = z.union([name, pluginMapSchema]);

/** Options of the backend stand beside its name; the backend's plugin checks them. */
export const helmSchema = z.looseObject({
  backend: name.default("cli").describe("Which plugin runs helm: cli, in-cluster, …"),
});

export const runSchema = z.strictObject({
  react: z.enum(["after_all", "at_once"]).default("after_all").describe("When failed monitors act"),
  undo: z.enum(["release", "dependents", "all"]).default("release").describe("What is undone with a release"),
  first_install: z.enum(["uninstall", "keep"]).default("uninstall").describe("Undo without an earlier revision"),
  parallel_limit: z.int().min(1).optional().describe("Helm operations at a time"),
  monitor_concurrency: z.int().min(1).optional().describe("Checks at a time"),
  where: z.enum(["local", "cluster"]).default("local").describe("On this machine, or as one Job of the cluster"),
  in_cluster: inClusterSchema.prefault({}).describe("That Job: for where: cluster and up --in-cluster"),
});

/** The whole file. `readConfig` checks the sections one by one, so that one bad release hides no other finding. */
export const configSchema = z.strictObject({
  project: text.describe("Free text"),
  version: text.describe("The version the file was written for"),
  include: includeSchema,
  defaults: defaultsSchema,
  environments: environmentsSchema,
  registries: z.array(registrySchema).default([]),
  repositories: z.array(repositorySchema).default([]),
  monitors: z.array(monitorSchema).default([]),
  releases: z.array(releaseSchema).default([]),
  store: storeSchema.optional().describe("Under the store of every release, deeply"),
  lifecycle: lifecycleSchema.prefault({}).describe("Programs to run around build, up, down and rollback as a whole"),
  plugins: z.array(pluginSchema).default([]).describe("Package names, relative paths or {use, as}"),
  helm: helmSchema.prefault({}),
  run: runSchema.prefault({}),
});

/** Top-level keys that are nobody's: a place for anchors. */
export function isFreeKey(key: string): boolean {
  return key.startsWith(".") || key.startsWith("x-") || key === "$schema";
}

/** JSON Schema (draft 2020-12) of the file as users write it, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema: _, ...valuesFile } = z.toJSONSchema(valuesFileSchema, { io: "input" });
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === monitorSchema) jsonSchema.additionalProperties = { type: "object" };
      if (zodSchema === valuesMapSchema) jsonSchema.anyOf = [valuesFile, { not: { required: ["src"] } }];
      if (zodSchema === configSchema) jsonSchema.patternProperties = { "^(\\.|x-|\\$schema$)": {} };
    },
  });
  return { ...schema, title: "helmwatch" };
}
