import type { Grant } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";

type Settings = Pick<InClusterOptions, "namespace" | "create_namespace" | "service_account" | "rbac">;

/** What the service account is to be given in the namespaces of releases. */
export const grantOf = (options: Settings, targets: Grant["targets"]): Grant => ({
  namespace: options.namespace,
  createNamespace: options.create_namespace,
  serviceAccount: options.service_account,
  rbac: options.rbac,
  targets,
});
