import type { objectsToGrant, Right } from "@helmwatch/kube/job";

const some = (group: string, resource: string, verbs: readonly string[], namespace?: string): readonly Right[] =>
  verbs.map((verb) => ({ verb, group, resource, ...(namespace === undefined ? {} : { namespace }) }));

/** Ours in the namespace of the Jobs; the README's Role grants exactly these. */
export const jobRights = (namespace: string): readonly Right[] => [
  ...some("batch", "jobs", ["get", "list", "watch", "create", "patch", "delete"], namespace),
  ...some("", "secrets", ["create"], namespace),
  ...some("", "pods", ["list", "watch", "delete"], namespace),
  ...some("", "pods/log", ["get"], namespace),
  ...some("", "events", ["list"], namespace),
];

/** Of the service account, whatever the chart: helm's records, and a namespace that is missing. */
export const helmRights = (namespace: string, records: "secrets" | "configmaps", makesNamespace: boolean) => [
  ...some("", records, ["get", "list", "create", "update", "delete"], namespace),
  ...(makesNamespace ? some("", "namespaces", ["create"]) : []),
];

export type GrantedObject = ReturnType<typeof objectsToGrant>[number];

/** Ours to create an object. */
export function creation({ path }: GrantedObject): Right {
  const place = /^\/(?:api|apis\/([^/]+))\/v1(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(path);
  const [, group = "", namespace, resource = ""] = place ?? [];
  return { verb: "create", group, resource, ...(namespace === undefined ? {} : { namespace }) };
}

/** Nobody may give rights that he has not; these say that he may. Source: kubernetes.io/docs/reference/access-authn-authz/rbac */
export function escalation({
  body,
  path,
}: GrantedObject): { readonly all: Right; readonly instead: Right } | undefined {
  const { group, namespace } = creation({ body, path });
  const place = namespace === undefined ? {} : { namespace };
  const all = { verb: "*", group: "*", resource: "*", ...place };
  const instead = (verb: string, resource: string) => ({ all, instead: { verb, group, resource, ...place } });
  if (body.kind === "Role") return instead("escalate", "roles");
  if (body.kind === "RoleBinding") return instead("bind", "roles");
  return body.kind === "ClusterRoleBinding" ? instead("bind", "clusterroles") : undefined;
}
