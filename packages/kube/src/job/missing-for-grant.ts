import type { KubeAccess } from "@helmwatch/core/plugin";
import { type Grant, objectsToGrant } from "./grant-rights.js";
import { missingRights, type Right } from "./missing-rights.js";
import { hasStatus } from "./passing-failure.js";

type GrantedObject = ReturnType<typeof objectsToGrant>[number];

/** The rights that `grantRights` lacks for what is not there yet. */
export async function missingForGrant(kube: KubeAccess, grant: Grant, signal: AbortSignal): Promise<readonly Right[]> {
  const absent: GrantedObject[] = [];
  for (const object of objectsToGrant(grant)) if (!(await isThere(kube, object, signal))) absent.push(object);
  const rights = await missingRights(kube, absent.map(creation), signal);
  const higher = absent.flatMap((object) => escalation(object) ?? []);
  const places = new Map(higher.map(({ all }) => [all.namespace, all]));
  const lacking = await missingRights(kube, [...places.values()], signal);
  const instead = higher.filter(({ all }) => lacking.some(({ namespace }) => namespace === all.namespace));
  const wanted = instead.map(({ instead }) => instead);
  return [...rights, ...(await missingRights(kube, wanted, signal))];
}

/** Whoever may not look takes it for absent. */
async function isThere(kube: KubeAccess, { path, body }: GrantedObject, signal: AbortSignal): Promise<boolean> {
  try {
    await kube.request({ method: "GET", path: `${path}/${body.metadata.name}`, signal });
    return true;
  } catch (error) {
    if (hasStatus(error, 403, 404)) return false;
    throw error;
  }
}

/** Ours to create an object. */
function creation({ path }: GrantedObject): Right {
  const place = /^\/(?:api|apis\/([^/]+))\/v1(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(path);
  const [, group = "", namespace, resource = ""] = place ?? [];
  return { verb: "create", group, resource, ...(namespace === undefined ? {} : { namespace }) };
}

/** Nobody may give rights that he has not; these say that he may. Source: kubernetes.io/docs/reference/access-authn-authz/rbac */
function escalation({ body, path }: GrantedObject): { readonly all: Right; readonly instead: Right } | undefined {
  const { group, namespace } = creation({ body, path });
  const place = namespace === undefined ? {} : { namespace };
  const all = { verb: "*", group: "*", resource: "*", ...place };
  const instead = (verb: string, resource: string) => ({ all, instead: { verb, group, resource, ...place } });
  if (body.kind === "Role") return instead("escalate", "roles");
  if (body.kind === "RoleBinding") return instead("bind", "roles");
  return body.kind === "ClusterRoleBinding" ? instead("bind", "clusterroles") : undefined;
}
