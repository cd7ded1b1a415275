import * as z from "zod";
import { positiveDurationSchema } from "./duration.js";

const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "expected a Kubernetes name");
const texts = z.record(z.string(), z.string());

/** Their values in the pod are the pod's own, or belong to the helmwatch that follows. */
const ofThePod = /^(HOME|PATH|TMPDIR|KUBECONFIG|KUBERNETES_.*|HELM_KUBE.*|HELMWATCH_.*|HELMWAVE_.*)$/;
const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, "expected the name of a variable")
  .refine((one) => !ofThePod.test(one), "expected a variable that is not the pod's own");

export const resourcesSchema = z.strictObject({ requests: texts.optional(), limits: texts.optional() });

/** Where and how the Job of a whole run runs. Keys that `helm.in_cluster` has, too, are called and mean the same. */
export const inClusterSchema = z.strictObject({
  namespace: name.default("helmwatch").describe("Namespace of the Job"),
  create_namespace: z.boolean().default(false).describe("Create that namespace where it is missing"),
  image: z.string().min(1).optional().describe("Image with helmwatch and helm (default: helmwatch/helmwatch:VERSION)"),
  image_pull_policy: z.enum(["Always", "IfNotPresent", "Never"]).default("IfNotPresent"),
  image_pull_secrets: z.array(name).default([]),
  service_account: name.default("helmwatch").describe("Service account whose rights the run has"),
  rbac: z
    .enum(["none", "namespaced", "cluster-admin"])
    .default("none")
    .describe("What is created for it: nothing, a Role in each namespace of a release, or everything"),
  resources: resourcesSchema.default({ requests: { cpu: "100m", memory: "256Mi" } }),
  node_selector: texts.default({}),
  tolerations: z.array(z.record(z.string(), z.unknown())).default([]),
  env: z.array(variable).default([]).describe("Variables of this machine that monitors and plugins need; kept secret"),
  plugins: z.array(z.string().min(1)).default([]).describe("Packages that the image has besides helmwatch's own"),
  start_timeout: positiveDurationSchema.default(120_000).describe("How long the pod may take to start"),
  deadline: positiveDurationSchema.optional().describe("How long the run may take; unlimited by default"),
  grace_period: positiveDurationSchema.default(600_000).describe("How long a run that is stopped may take to end"),
  ttl: positiveDurationSchema.default(86_400_000).describe("How long the Job of a run that ended is kept"),
});
