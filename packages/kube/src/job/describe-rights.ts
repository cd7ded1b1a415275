import type { Diagnostic } from "@helmwatch/core/plugin";
import type { Right } from "./missing-rights.js";

/** One finding for each resource of a place that `who` may not use, with the Role that mends it and `more`. */
export function describeRights(who: string, missing: readonly Right[], more = ""): readonly Diagnostic[] {
  const groups = new Map<string, Right[]>();
  for (const right of missing) {
    const key = [right.namespace, right.group, right.resource].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  return [...groups.values()].map((rights) => {
    const { group, resource, namespace } = rights[0]!;
    const verbs = rights.map(({ verb }) => verb).join(", ");
    const where = namespace === undefined ? "" : ` in namespace "${namespace}"`;
    const role = namespace === undefined ? "ClusterRole" : "Role there";
    const rule = `{ apiGroups: [${group || '""'}], resources: [${resource}], verbs: [${verbs}] }`;
    return {
      code: "KUBE_FORBIDDEN",
      severity: "error",
      message: `${who} may not ${verbs} ${resource}${where}`,
      hint: `Add to a ${role}: ${rule}${more}.`,
    };
  });
}
