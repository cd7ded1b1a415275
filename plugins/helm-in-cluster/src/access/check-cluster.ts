import type { Diagnostic, HelmPreflight, KubeAccess, Logger } from "@helmwatch/core/plugin";
import { describeRights, hasStatus, jobRights, missingForGrant, missingRights } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";
import { grantOf } from "./grant-of.js";
import { helmRights } from "./needed-rights.js";
import { tryJob } from "./try-job.js";

export interface ClusterCheck extends HelmPreflight {
  readonly kube: KubeAccess;
  readonly log: Logger;
  readonly options: InClusterOptions;
}

const us = "helmwatch";

/** What keeps Jobs of helm from running in one cluster, and helm in them from keeping its records: all of it. */
export async function checkCluster(check: ClusterCheck): Promise<readonly Diagnostic[]> {
  const { kube, options, signal } = check;
  const readme = "; all that is needed is in the README of @helmwatch/helm-in-cluster";
  const rights = await missingRights(kube, jobRights(options.namespace), signal);
  const found = [describeRights(us, rights, readme), await checkGrant(check)];
  if (!rights.some(({ verb, resource }) => verb === "create" && resource === "jobs"))
    found.push(await tryJob(kube, options, signal));
  if (options.rbac === "none") found.push(await checkAccount(check));
  return found.flat();
}

/** What we are to create, and may not. */
async function checkGrant({ kube, options, releases, signal }: ClusterCheck): Promise<readonly Diagnostic[]> {
  const targets = [...namespacesOf(releases)].map(([namespace, create]) => ({ namespace, create }));
  return describeRights(
    us,
    await missingForGrant(kube, grantOf(options, targets), signal),
    `, or set helm.in_cluster.rbac to none and grant "${options.service_account}" what it needs`,
  );
}

/** The service account that we are not to create. */
async function checkAccount({
  kube,
  log,
  options,
  env,
  releases,
  signal,
}: ClusterCheck): Promise<readonly Diagnostic[]> {
  const { namespace, service_account: name } = options;
  const account = `service account "${name}" of namespace "${namespace}"`;
  const seen = await look(kube, `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`, signal);
  if (seen === "missing") return [missingAccount(account)];
  if (seen === "hidden") log.info({}, `not checked whether there is ${account}: you may not get serviceaccounts there`);
  const records = env.HELM_DRIVER?.startsWith("configmap") ? "configmaps" : "secrets";
  try {
    const found: Diagnostic[] = [];
    for (const [place, creates] of namespacesOf(releases)) {
      const isMissing = creates && (await look(kube, `/api/v1/namespaces/${place}`, signal)) === "missing";
      const missing = await missingRights(kube, helmRights(place, records, isMissing), signal, { namespace, name });
      found.push(...describeRights(account, missing, ", and bind it to the account"));
    }
    return found;
  } catch (error) {
    if (!hasStatus(error, 403)) throw error;
    log.info({}, `not checked what ${account} may do: you may not create subjectaccessreviews`);
    return [];
  }
}

const missingAccount = (account: string): Diagnostic => ({
  code: "HELM_FAILED",
  severity: "error",
  message: `${account}, by which helm is to run, is missing`,
  hint: "Create it, name another by helm.in_cluster.service_account, or set helm.in_cluster.rbac.",
});

/** And whether one of its releases is to create it. */
function namespacesOf(releases: ClusterCheck["releases"]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const { namespace, createNamespace } of releases)
    found.set(namespace, createNamespace || (found.get(namespace) ?? false));
  return found;
}

/** `hidden`: we may not look. */
async function look(kube: KubeAccess, path: string, signal: AbortSignal): Promise<"there" | "missing" | "hidden"> {
  try {
    await kube.request({ method: "GET", path, signal });
    return "there";
  } catch (error) {
    if (hasStatus(error, 404)) return "missing";
    if (hasStatus(error, 403)) return "hidden";
    throw error;
  }
}
