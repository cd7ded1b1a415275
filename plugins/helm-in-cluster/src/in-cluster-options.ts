import { parseDuration } from "@helmwatch/core/plugin";
import * as z from "zod";
import { version } from "./version.js";

const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "expected a Kubernetes name");
const expected = "expected a duration like 30s, 1m30s or a number of seconds, above zero";
const duration = z.union([z.string(), z.number()], { error: expected }).transform((value, context) => {
  const ms = parseDuration(value);
  if (ms !== undefined && ms > 0) return ms;
  context.addIssue({ code: "custom", message: expected, input: value });
  return z.NEVER;
});
const quantities = z.record(z.string(), z.string());

/** Made by `image/Dockerfile`, and published with each version of this package. */
export const defaultImage = `helmwatch/helm:${version}`;

/** Where and how the Jobs run. Durations are milliseconds once they are read. */
const inCluster = z.strictObject({
  namespace: name.default("helmwatch").describe("Namespace of the Jobs"),
  create_namespace: z.boolean().default(false).describe("Create that namespace where it is missing"),
  image: z
    .string()
    .min(1)
    .default(defaultImage)
    .describe("Image with helm, a POSIX sh, tar and sha256sum; best pinned by digest"),
  image_pull_policy: z.enum(["Always", "IfNotPresent", "Never"]).default("IfNotPresent"),
  image_pull_secrets: z.array(name).default([]),
  service_account: name.default("helmwatch").describe("Service account that helm uses"),
  rbac: z
    .enum(["none", "namespaced", "cluster-admin"])
    .default("none")
    .describe("What is created for the service account: nothing, a Role in the release's namespace, or everything"),
  charts: z
    .enum(["carry", "pull"])
    .default("carry")
    .describe("How charts of registries and repositories get into the pod: with the values, or pulled by it"),
  resources: z
    .strictObject({ requests: quantities.optional(), limits: quantities.optional() })
    .default({ requests: { cpu: "50m", memory: "64Mi" } }),
  node_selector: z.record(z.string(), z.string()).default({}),
  tolerations: z.array(z.record(z.string(), z.unknown())).default([]),
  ttl: duration.default(86_400_000).describe("How long the Job of a failed operation is kept"),
  start_timeout: duration.default(120_000).describe("How long a pod may take to start"),
  local_helm: z.string().min(1).default("helm").describe("The helm of this machine, which fetches charts"),
});

export const inClusterOptions = z.strictObject({ in_cluster: inCluster.prefault({}) });

export type InClusterOptions = z.output<typeof inCluster>;
