import type * as z from "zod";
import { type DataMap, isDataMap } from "./data-path.js";
import { lifecycleSchema } from "./lifecycle-schema.js";
import { monitorSchema } from "./monitor-schema.js";
import { type Issue, readValue, type ValueSource } from "./read-value.js";
import { releaseSchema, type storeSchema } from "./release-schema.js";
import {
  configSchema,
  helmSchema,
  isFreeKey,
  pluginSchema,
  registrySchema,
  repositorySchema,
  runSchema,
} from "./schema.js";
import type { Path } from "./source-map.js";

/** An item of a list with its place in the file. */
export interface Placed<T> {
  readonly index: number;
  readonly value: T;
}

export interface MonitorItem {
  readonly shared: z.output<typeof monitorSchema>;
  readonly options: DataMap;
}

/** What of the file is good, and what is wrong with the rest. */
export interface Sections {
  readonly project: string | undefined;
  readonly version: string | undefined;
  readonly registries: readonly Placed<z.output<typeof registrySchema>>[];
  readonly repositories: readonly Placed<z.output<typeof repositorySchema>>[];
  readonly monitors: readonly Placed<MonitorItem>[];
  readonly releases: readonly Placed<z.output<typeof releaseSchema>>[];
  readonly lifecycle: z.output<typeof lifecycleSchema> | undefined;
  readonly plugins: readonly Placed<z.output<typeof pluginSchema>>[];
  /** Part of the releases' own by now. */
  readonly store: z.output<typeof storeSchema> | undefined;
  readonly helm: z.output<typeof helmSchema> | undefined;
  readonly run: z.output<typeof runSchema> | undefined;
  readonly issues: readonly Issue[];
}

/** Checks every section, and every item of a list, on its own. */
export function readSections(source: ValueSource, data: DataMap): Sections {
  const issues: Issue[] = [];
  const shape = configSchema.shape;

  function one<S extends z.ZodType>(schema: S, path: Path, value: unknown): z.output<S> | undefined {
    const read = readValue(source, schema, path, value);
    issues.push(...read.issues);
    return read.value;
  }

  function list<T>(key: string, read: (path: Path, item: unknown) => T | undefined): Placed<T>[] {
    const items = own(data, key) ?? [];
    if (!Array.isArray(items)) {
      issues.push({ code: "invalid_type", expected: "array", path: [key], message: "", input: items });
      return [];
    }
    return items.flatMap((item, index) => {
      const value = read([key, index], item);
      return value === undefined ? [] : [{ index, value }];
    });
  }

  const keys = Object.keys(data).filter((key) => !isFreeKey(key) && !Object.hasOwn(shape, key));
  if (keys.length > 0) issues.push({ code: "unrecognized_keys", keys, path: [], message: "", input: data });
  return {
    project: one(shape.project, ["project"], own(data, "project")),
    version: one(shape.version, ["version"], own(data, "version")),
    registries: list("registries", (path, item) => one(registrySchema, path, item)),
    repositories: list("repositories", (path, item) => one(repositorySchema, path, item)),
    monitors: list("monitors", (path, item) => {
      const { shared, options } = splitOptions(item);
      const value = one(monitorSchema, path, shared);
      if (options === undefined) return value && { shared: value, options: {} };
      if (isDataMap(options.value)) return value && { shared: value, options: options.value };
      issues.push({
        code: "invalid_type",
        expected: "object",
        path: [...path, options.key],
        message: "",
        input: options,
      });
      return undefined;
    }),
    releases: list("releases", (path, item) => one(releaseSchema, path, item)),
    lifecycle: one(lifecycleSchema, ["lifecycle"], own(data, "lifecycle") ?? {}),
    plugins: list("plugins", (path, item) => one(pluginSchema, path, item)),
    store: one(shape.store, ["store"], own(data, "store")),
    helm: one(helmSchema, ["helm"], own(data, "helm") ?? {}),
    run: one(runSchema, ["run"], own(data, "run") ?? {}),
    issues,
  };
}

function own(data: DataMap, key: string): unknown {
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  return value ?? undefined;
}

/** Takes the key named after the type out of a monitor. */
function splitOptions(item: unknown): { shared: unknown; options?: { key: string; value: unknown } } {
  if (!isDataMap(item) || typeof item.type !== "string") return { shared: item };
  const key = item.type;
  if (Object.hasOwn(monitorSchema.shape, key) || !Object.hasOwn(item, key)) return { shared: item };
  const { [key]: value, ...shared } = item;
  return { shared, options: { key, value: value ?? {} } };
}
