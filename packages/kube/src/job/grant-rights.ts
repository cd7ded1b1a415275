import type { KubeAccess } from "@helmwatch/core/plugin";
import { hasStatus } from "./passing-failure.js";

/** What the service account of Jobs may do, and where. */
export interface Grant {
  /** Of the Jobs, and of their service account. */
  readonly namespace: string;
  readonly createNamespace: boolean;
  readonly serviceAccount: string;
  readonly rbac: "none" | "namespaced" | "cluster-admin";
  /** Where it may do everything with `namespaced`, and whether that namespace is created, too. */
  readonly targets: readonly { readonly namespace: string; readonly create: boolean }[];
}

const apiGroup = "rbac.authorization.k8s.io";

/** What is created, in this order, where it is missing; what exists is left as it is. */
export function objectsToGrant({ namespace, createNamespace, serviceAccount: name, rbac, targets }: Grant) {
  const labels = { "app.kubernetes.io/managed-by": "helmwatch" };
  const own = `helmwatch-${namespace}-${name}`;
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const object = (path: string, kind: string, name: string, more: object = {}) => ({
    path,
    body: {
      apiVersion: path.startsWith("/apis/") ? `${apiGroup}/v1` : "v1",
      kind,
      metadata: { name, labels },
      ...more,
    },
  });
  const space = (name: string) => object("/api/v1/namespaces", "Namespace", name);
  const roleRef = (kind: string, name: string) => ({ apiGroup, kind, name });
  const inTarget = ({ namespace, create }: Grant["targets"][number]) => {
    const path = `/apis/${apiGroup}/v1/namespaces/${namespace}`;
    const rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
    return [
      ...(create ? [space(namespace)] : []),
      object(`${path}/roles`, "Role", own, { rules }),
      object(`${path}/rolebindings`, "RoleBinding", own, { subjects, roleRef: roleRef("Role", own) }),
    ];
  };
  return [
    ...(createNamespace ? [space(namespace)] : []),
    ...(rbac === "none" ? [] : [object(`/api/v1/namespaces/${namespace}/serviceaccounts`, "ServiceAccount", name)]),
    ...(rbac === "cluster-admin"
      ? [
          object(`/apis/${apiGroup}/v1/clusterrolebindings`, "ClusterRoleBinding", own, {
            subjects,
            roleRef: roleRef("ClusterRole", "cluster-admin"),
          }),
        ]
      : []),
    ...(rbac === "namespaced" ? targets.flatMap(inTarget) : []),
  ];
}

export async function grantRights(kube: KubeAccess, grant: Grant, signal: AbortSignal): Promise<void> {
  for (const { path, body } of objectsToGrant(grant))
    try {
      await kube.request({ method: "POST", path, body, signal });
    } catch (error) {
      if (hasStatus(error, 409)) continue;
      // Who may not make it needs not, where somebody else did.
      if (!hasStatus(error, 403) || !(await isThere(kube, `${path}/${body.metadata.name}`, signal))) throw error;
    }
}

const isThere = (kube: KubeAccess, path: string, signal: AbortSignal): Promise<boolean> =>
  kube.request({ method: "GET", path, signal }).then(
    () => true,
    () => false,
  );
