import * as z from "zod";
import { lifecycleSchema } from "./lifecycle-schema.js";
import { releaseSchema, storeSchema } from "./release-schema.js";

const name = z.string().min(1);
const text = z.string().optional();
const anyMap = z.record(z.string(), z.unknown());
const namedMap = z.looseObject({ name });

export const includeSchema = z
  .union([name, z.array(name)])
  .optional()
  .describe("Files of the same form; * stands for any part of a file's name");

export const defaultsSchema = releaseSchema.partial().optional().describe("Under every release, deeply");

/** Laid over the file where it is chosen: items are found by their name. */
export const environmentSchema = z.strictObject({
  project: text,
  defaults: defaultsSchema,
  registries: z.array(z.looseObject({ host: name })).optional(),
  repositories: z.array(namedMap).optional(),
  monitors: z.array(namedMap).optional(),
  releases: z.array(releaseSchema.partial()).optional(),
  store: storeSchema.optional(),
  lifecycle: lifecycleSchema.partial().optional(),
  plugins: z.array(z.unknown()).optional(),
  helm: anyMap.optional(),
  run: anyMap.optional(),
});

export const environmentsSchema = z.record(name, environmentSchema).optional().describe("Layers; one is chosen by -e");
