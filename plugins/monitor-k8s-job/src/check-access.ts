import { type Diagnostic, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { accessReviewPath, jobsPath } from "./api-path.js";

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

const right = (group: string, resource: string, subresource?: string) => (verb: string) => ({
  verb,
  group,
  resource,
  ...(subresource === undefined ? {} : { subresource }),
});

/** What a check does; the README's Role grants exactly these. */
export const neededRights: readonly Right[] = [
  ...["create", "get", "watch", "delete"].map(right("batch", "jobs")),
  ...["list", "watch"].map(right("", "pods")),
  right("", "pods", "log")("get"),
  right("", "events")("list"),
];

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

/** Asks the API server itself, which knows of every role and webhook. */
export async function checkAccess(
  kube: KubeAccess,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const asked = await Promise.all(
    neededRights.map(async (needed) => {
      const body = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes: { namespace, ...needed } },
      };
      const { status } = await kube.request<Review>({ method: "POST", path: accessReviewPath, body, signal });
      return { needed, allowed: status?.allowed === true };
    }),
  );
  return asked.filter(({ allowed }) => !allowed).map(({ needed }) => forbidden(needed, namespace));
}

function forbidden({ verb, group, resource, subresource }: Right, namespace: string): Diagnostic {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return {
    code: "KUBE_FORBIDDEN",
    severity: "error",
    message: `may not ${verb} ${what} in namespace "${namespace}"`,
    hint: `add to a Role there: {apiGroups: ["${group}"], resources: ["${what}"], verbs: ["${verb}"]}; all that a k8s-job monitor needs is in the README of @helmwatch/monitor-k8s-job`,
  };
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
