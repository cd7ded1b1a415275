import type { KubeAccess } from "@helmwatch/core/plugin";
import { unlessStatus } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";

type Settings = Pick<InClusterOptions, "namespace" | "create_namespace" | "service_account" | "rbac">;

/** The namespace of the release, and whether helm is to create it. */
export interface Target {
  readonly namespace?: string;
  readonly create: boolean;
}

/** What is created, where it is missing, before a Job; what exists is left as it is. */
export function objectsToGrant(options: Settings, target: Target) {
  const { namespace, service_account: name, rbac } = options;
  const metadata = { labels: { "app.kubernetes.io/managed-by": "helmwatch" } };
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const apiGroup = "rbac.authorization.k8s.io";
  const apiVersion = `${apiGroup}/v1`;
  const roles = `/apis/${apiGroup}/v1`;
  const inTarget = `${roles}/namespaces/${target.namespace}`;
  const everything = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
  const own = `helmwatch-${namespace}-${name}`;
  const object = (path: string, body: object) => ({ path, body });
  const space = (name: string) =>
    object("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { ...metadata, name } });
  const account = object(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    ...{ apiVersion: "v1", kind: "ServiceAccount", metadata: { ...metadata, name } },
  });
  const admin = object(`${roles}/clusterrolebindings`, {
    ...{ apiVersion, kind: "ClusterRoleBinding", metadata: { ...metadata, name: own }, subjects },
    roleRef: { apiGroup, kind: "ClusterRole", name: "cluster-admin" },
  });
  const role = object(`${inTarget}/roles`, {
    ...{ apiVersion, kind: "Role", metadata: { ...metadata, name: own }, rules: [everything] },
  });
  const binding = object(`${inTarget}/rolebindings`, {
    ...{ apiVersion, kind: "RoleBinding", metadata: { ...metadata, name: own }, subjects },
    roleRef: { apiGroup, kind: "Role", name: own },
  });
  return [
    ...(options.create_namespace ? [space(namespace)] : []),
    ...(rbac === "none" ? [] : [account]),
    ...(rbac === "cluster-admin" ? [admin] : []),
    ...(rbac === "namespaced" && target.namespace
      ? [...(target.create ? [space(target.namespace)] : []), role, binding]
      : []),
  ];
}

export async function grantRights(
  kube: KubeAccess,
  options: Settings,
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  for (const { path, body } of objectsToGrant(options, target))
    await kube.request({ method: "POST", path, body, signal }).catch(unlessStatus(409));
}
