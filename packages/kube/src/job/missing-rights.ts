import type { KubeAccess } from "@helmwatch/core/plugin";

export interface Right {
  readonly verb: string;
  /** `batch`; empty for the core group. */
  readonly group: string;
  /** `pods`, `pods/log`. */
  readonly resource: string;
  /** Absent for what is in no namespace. */
  readonly namespace?: string;
}

/** Whose rights are asked for. */
export interface ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
}

const path = "/apis/authorization.k8s.io/v1";

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

/**
 * Those that we do not have, or the service account, by the API server's own word, which knows of every role and webhook.
 * To ask about others takes the right to create subjectaccessreviews.
 */
export async function missingRights(
  kube: KubeAccess,
  rights: readonly Right[],
  signal: AbortSignal,
  account?: ServiceAccountRef,
): Promise<readonly Right[]> {
  const kind = account ? "SubjectAccessReview" : "SelfSubjectAccessReview";
  const asked = await Promise.all(
    rights.map(async (right) => {
      const [resource, subresource] = right.resource.split("/");
      const resourceAttributes = { ...right, resource, ...(subresource === undefined ? {} : { subresource }) };
      const spec = { ...(account ? subjectOf(account) : {}), resourceAttributes };
      const body = { apiVersion: "authorization.k8s.io/v1", kind, spec };
      const review = { method: "POST", path: `${path}/${kind.toLowerCase()}s`, body, signal };
      const { status } = await kube.request<Review>(review);
      return status?.allowed === true ? [] : [right];
    }),
  );
  return asked.flat();
}

/** As the API server takes the token of a pod. */
function subjectOf({ namespace, name }: ServiceAccountRef) {
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"];
  return { user: `system:serviceaccount:${namespace}:${name}`, groups };
}
