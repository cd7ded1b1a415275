import { type Diagnostic, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { jobsPath, missingRights, type Right } from "@helmwatch/kube/job";

const right =
  (group: string, resource: string) =>
  (verb: string): Right => ({ verb, group, resource });

/** What a check does; the README's Role grants exactly these. */
const neededRights: readonly Right[] = [
  ...["create", "get", "watch", "delete"].map(right("batch", "jobs")),
  ...["list", "watch"].map(right("", "pods")),
  right("", "pods/log")("get"),
  right("", "events")("list"),
];

/** Asks the API server itself, which knows of every role and webhook. */
export async function checkAccess(
  kube: KubeAccess,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const rights = neededRights.map((right) => ({ ...right, namespace }));
  return (await missingRights(kube, rights, signal)).map(({ verb, group, resource }) => ({
    code: "KUBE_FORBIDDEN",
    severity: "error",
    message: `may not ${verb} ${resource} in namespace "${namespace}"`,
    hint: `add to a Role there: {apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["${verb}"]}; all that a k8s-job monitor needs is in the README of @helmwatch/monitor-k8s-job`,
  }));
}

/** Has the API server check the Job without creating it: a misspelt field is found before a release is touched. */
export async function tryJob(
  kube: KubeAccess,
  namespace: string,
  manifest: object,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const path = jobsPath(namespace, { dryRun: "All", fieldValidation: "Strict" });
  try {
    await kube.request({ method: "POST", path, body: manifest, signal });
    return [];
  } catch (error) {
    const status = isHelmwatchError(error) ? error.facts.status : undefined;
    // Only what is wrong with the Job itself; its namespace may come with the release.
    if (!isHelmwatchError(error) || (status !== 400 && status !== 422)) return [];
    const message = `the cluster does not take the Job: ${error.message}`;
    return [{ code: "CONFIG_INVALID", severity: "error", message }];
  }
}
