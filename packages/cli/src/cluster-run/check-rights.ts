import type { Diagnostic, KubeAccess } from "@helmwatch/core/plugin";
import { type Grant, missingRights, type Right } from "@helmwatch/kube/job";
import { Rejected } from "../log/rejected.js";

const rbacGroup = "rbac.authorization.k8s.io";

/** Asks for all that starting and following a run takes. Throws everything that is missing, before anything is made. */
export async function checkRights(kube: KubeAccess, grant: Grant, signal: AbortSignal): Promise<void> {
  const missing = await missingRights(kube, neededRights(grant), signal);
  if (missing.length > 0) throw new Rejected([...groups(missing)].map(forbidden));
}

/** The README's Role has those for `rbac: none`. */
export function neededRights({ namespace, createNamespace, rbac, targets }: Grant): readonly Right[] {
  const some = (group: string, resource: string, verbs: readonly string[], namespace?: string): Right[] =>
    verbs.map((verb) => ({ verb, group, resource, ...(namespace === undefined ? {} : { namespace }) }));
  const makesSpaces = createNamespace || (rbac === "namespaced" && targets.some(({ create }) => create));
  return [
    ...some("batch", "jobs", ["get", "list", "watch", "create", "patch", "delete"], namespace),
    ...some("", "secrets", ["create"], namespace),
    ...some("", "pods", ["list", "watch"], namespace),
    ...some("", "pods/log", ["get"], namespace),
    ...some("", "events", ["list"], namespace),
    ...(makesSpaces ? some("", "namespaces", ["create"]) : []),
    ...(rbac === "none" ? [] : some("", "serviceaccounts", ["create"], namespace)),
    ...(rbac === "cluster-admin" ? some(rbacGroup, "clusterrolebindings", ["create"]) : []),
    ...(rbac === "namespaced"
      ? targets.flatMap((target) =>
          ["roles", "rolebindings"].flatMap((resource) => some(rbacGroup, resource, ["create"], target.namespace)),
        )
      : []),
  ];
}

function groups(rights: readonly Right[]): Iterable<readonly Right[]> {
  const found = new Map<string, Right[]>();
  for (const right of rights) {
    const key = [right.group, right.resource, right.namespace].join("\n");
    const group = found.get(key);
    if (group) group.push(right);
    else found.set(key, [right]);
  }
  return found.values();
}

function forbidden(rights: readonly Right[]): Diagnostic {
  const { group, resource, namespace } = rights[0]!;
  const verbs = rights.map(({ verb }) => verb).join(", ");
  const [where, role] = namespace === undefined ? ["", "ClusterRole"] : [` in namespace "${namespace}"`, "Role there"];
  return {
    code: "KUBE_FORBIDDEN",
    severity: "error",
    message: `may not ${verbs} ${resource}${where}`,
    hint: `add to a ${role}: { apiGroups: [${group || '""'}], resources: [${resource}], verbs: [${verbs}] }`,
  };
}
