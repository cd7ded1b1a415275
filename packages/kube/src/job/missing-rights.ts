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

const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

/** Those that we do not have, by the API server's own word, which knows of every role and webhook. */
export async function missingRights(
  kube: KubeAccess,
  rights: readonly Right[],
  signal: AbortSignal,
): Promise<readonly Right[]> {
  const asked = await Promise.all(
    rights.map(async (right) => {
      const [resource, subresource] = right.resource.split("/");
      const resourceAttributes = { ...right, resource, ...(subresource === undefined ? {} : { subresource }) };
      const body = {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes },
      };
      const { status } = await kube.request<Review>({ method: "POST", path, body, signal });
      return status?.allowed === true ? [] : [right];
    }),
  );
  return asked.flat();
}
