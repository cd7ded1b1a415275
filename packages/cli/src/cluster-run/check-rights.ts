import type { KubeAccess } from "@helmwatch/core/plugin";
import { describeRights, type Grant, jobRights, missingForGrant, missingRights } from "@helmwatch/kube/job";
import { Rejected } from "../log/rejected.js";

/** Asks for all that starting and following a run takes. Throws everything that is missing, before anything is made. */
export async function checkRights(kube: KubeAccess, grant: Grant, signal: AbortSignal): Promise<void> {
  const [missing, ungranted] = await Promise.all([
    missingRights(kube, jobRights(grant.namespace), signal),
    missingForGrant(kube, grant, signal),
  ]);
  const found = [
    ...describeRights("helmwatch", missing),
    ...describeRights(
      "helmwatch",
      ungranted,
      `, or set run.in_cluster.rbac to none and grant "${grant.serviceAccount}" what the releases need`,
    ),
  ];
  if (found.length > 0) throw new Rejected(found);
}
