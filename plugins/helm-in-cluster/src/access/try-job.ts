import { type Diagnostic, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { hasStatus, inputPath, jobsPath } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";
import { jobSpec } from "../job/job-spec.js";
import { managedBy } from "../job/prepare-job.js";

/** Has the API server check a Job without creating it: a namespace that is missing, an option that it does not take. */
export async function tryJob(
  kube: KubeAccess,
  options: InClusterOptions,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const { namespace } = options;
  const input = { volume: { name: "in", emptyDir: {} }, mount: { name: "in", mountPath: inputPath } };
  const body = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "helmwatch-preflight", namespace, labels: managedBy },
    spec: jobSpec({ env: {}, deadlineMs: 60_000 }, managedBy, options, input),
  };
  const path = jobsPath(namespace, { dryRun: "All", fieldValidation: "Strict" });
  try {
    await kube.request({ method: "POST", path, body, signal });
  } catch (error) {
    if (hasStatus(error, 404)) return options.create_namespace ? [] : [missingNamespace(namespace)];
    if (!isHelmwatchError(error) || !hasStatus(error, 400, 403, 422)) throw error;
    const message = `the cluster does not take Jobs of helm: ${error.message}`;
    const code = hasStatus(error, 403) ? "KUBE_FORBIDDEN" : "CONFIG_INVALID";
    return [{ code, severity: "error", message, hint: "Check helm.in_cluster, and the policies of the namespace." }];
  }
  return [];
}

const missingNamespace = (namespace: string): Diagnostic => ({
  code: "HELM_FAILED",
  severity: "error",
  message: `namespace "${namespace}", where the Jobs of helm are to run, is missing`,
  hint: "Create it, name another by helm.in_cluster.namespace, or set helm.in_cluster.create_namespace.",
});
