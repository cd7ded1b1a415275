import type * as z from "zod";
import { inClusterSchema, resourcesSchema } from "./in-cluster-schema.js";
import { environmentSchema } from "./layer-schema.js";
import { hookMapSchema, lifecycleSchema } from "./lifecycle-schema.js";
import { countingWindowSchema, monitorSchema, onSchema } from "./monitor-schema.js";
import {
  chartSchema,
  dependencySchema,
  monitorReferenceSchema,
  releaseSchema,
  testFiltersSchema,
  testsSchema,
} from "./release-schema.js";
import { configSchema, pluginMapSchema, registrySchema, repositorySchema, runSchema } from "./schema.js";
import type { Path } from "./source-map.js";
import { valuesFileSchema } from "./values-schema.js";

/** What messages call a map of the config, and the keys it has. */
export interface ObjectKind {
  readonly noun: string;
  readonly keys: readonly string[];
  /** Keys that helmwave has or once had and this has not, with what to do instead. */
  readonly gone?: Readonly<Record<string, string>>;
}

function kind(noun: string, schema: z.ZodObject): ObjectKind {
  return { noun, keys: Object.keys(schema.shape) };
}

function hooksOf(lifecycle: string): Record<string, ObjectKind> {
  const phases = Object.keys(lifecycleSchema.shape);
  return Object.fromEntries(phases.map((phase) => [`${lifecycle}.${phase}.*`, kind("hook", hookMapSchema)]));
}

const kinds: Readonly<Record<string, ObjectKind>> = {
  "": kind("the file", configSchema),
  "registries.*": kind("registry", registrySchema),
  "repositories.*": kind("repository", repositorySchema),
  "plugins.*": kind("plugin", pluginMapSchema),
  lifecycle: kind("lifecycle", lifecycleSchema),
  ...hooksOf("lifecycle"),
  run: kind("run", runSchema),
  "run.in_cluster": kind("run.in_cluster", inClusterSchema),
  "run.in_cluster.resources": kind("resources", resourcesSchema),
  "monitors.*": kind("monitor", monitorSchema),
  "monitors.*.on": kind("on", onSchema),
  "monitors.*.counting": kind("counting", countingWindowSchema),
  "releases.*": {
    ...kind("release", releaseSchema),
    gone: {
      recreate: "Helm 4 cannot recreate pods; an annotation of the pod template that changes restarts them",
    },
  },
  "releases.*.tests": kind("tests", testsSchema),
  "releases.*.tests.filters": kind("filters", testFiltersSchema),
  "releases.*.lifecycle": kind("lifecycle", lifecycleSchema),
  ...hooksOf("releases.*.lifecycle"),
  "releases.*.chart": kind("chart", chartSchema),
  "releases.*.depends_on.*": kind("dependency", dependencySchema),
  "releases.*.monitors.*": kind("monitor reference", monitorReferenceSchema),
  "releases.*.values.*": {
    ...kind("values file", valuesFileSchema),
    gone: {
      dst: "helmwatch itself names the files of a plan; leave it out",
      render: "`render: false` is now `renderer: copy`",
    },
  },
};

/** A layer's parts are what they are in the file. */
export function objectKind(path: Path): ObjectKind | undefined {
  if (path[0] === "defaults") return objectKind(["releases", 0, ...path.slice(1)]);
  if (path[0] === "environments" && path.length === 2) return kind("environment", environmentSchema);
  if (path[0] === "environments" && path.length > 2) return objectKind(path.slice(2));
  const pattern = path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
  return Object.hasOwn(kinds, pattern) ? kinds[pattern] : undefined;
}
