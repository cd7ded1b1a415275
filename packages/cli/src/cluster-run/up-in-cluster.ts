import { join } from "node:path";
import { type InClusterConfig, isUnchanged, type Plan, runPlan } from "@helmwatch/core";
import { HelmwatchError, isHelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import {
  followJob,
  type Grant,
  grantRights,
  type JobRef,
  removeJob,
  removeStranded,
  submitJob,
} from "@helmwatch/kube/job";
import { line } from "../log/log-line.js";
import type { CheckedPlugins } from "../plugin/checked-plugins.js";
import type { Cluster } from "../run/open-cluster.js";
import { newRunId, runSettings } from "../run/run-settings.js";
import type { Session } from "../run/with-session.js";
import { checkRights } from "./check-rights.js";
import { followCommands } from "./follow-commands.js";
import { explained, followRun } from "./follow-run.js";
import { jobSpec } from "./job-spec.js";
import { lookout } from "./lookout.js";
import { packRun } from "./pack-run.js";
import { refuseMisfits } from "./refuse-misfits.js";
import { runEnd } from "./run-end.js";
import { runJobName, runLabel, runLabels } from "./run-job.js";

export interface RunToStart {
  readonly plan: Plan;
  readonly plugins: CheckedPlugins;
  readonly cluster: Cluster;
}

/** `up` as one Job of the cluster. What can be known to be bad is known before anything is made there. */
export async function upInCluster(session: Session, start: RunToStart): Promise<number> {
  const { call, signal } = session;
  const { console, options, world } = call;
  const { plan, plugins, cluster } = start;
  const { inCluster } = plan.run;
  const kube = await cluster.kube(undefined);
  for (const name of inCluster.env) console.secrets.add(world.env[name] ?? "");
  refuseMisfits({ plan, inCluster, plugins: plugins.set, env: world.env, context: kube.context });
  if (await isAllUnchanged(start, signal)) {
    console.log(line("info", "nothing changed, so no Job is started"));
    const input = { ...runSettings(call, plan), plan, monitors: new Map(), operations: cluster.operations, signal };
    return session.show((emit) => runPlan({ ...input, emit }));
  }

  const run = newRunId(world);
  const job = await submit(session, { run, plan, inCluster, kube });
  const follow = { kube, run, job, startTimeoutMs: inCluster.startTimeoutMs, stop: false };
  if (!options.detach) return removeUnstarted(session, kube, job, () => followRun(session, follow));
  await removeUnstarted(session, kube, job, async () => {
    const watch = lookout(session, follow);
    const situation = await followJob({
      ...{ ...follow, signal, clock: world.clock },
      look: (seen) => (seen.kind === "running" ? "enough" : watch(seen)),
    });
    if (situation.kind !== "running") runEnd(run, await explained(kube, job, situation, signal), undefined);
  });
  console.log(
    line("info", `the run goes on in the cluster\n${followCommands(run, job.namespace, options, call.world.cwd)}`),
  );
  if (options.output === "text") console.print(run);
  return 0;
}

/** Without monitors there is nothing to do then. Who may not read the releases from here leaves it to the Job. */
async function isAllUnchanged({ plan, cluster }: RunToStart, signal: AbortSignal): Promise<boolean> {
  if (plan.monitors.length > 0) return false;
  const states = await cluster.operations.states(plan.releases, signal).catch((error: unknown) => {
    if (!isHelmwatchError(error) || error.code !== "KUBE_FORBIDDEN") throw error;
    return new Map();
  });
  return plan.releases.every((release) => isUnchanged(release, states.get(release.uniqname)));
}

interface Submission {
  readonly run: string;
  readonly plan: Plan;
  readonly inCluster: InClusterConfig;
  readonly kube: KubeAccess & { readonly context: string };
}

async function submit(session: Session, { run, plan, inCluster, kube }: Submission): Promise<JobRef> {
  const { call, signal, workFolder } = session;
  const { clock } = call.world;
  const { namespace } = inCluster;
  const grant = grantOf(plan, inCluster);
  await checkRights(kube, grant, signal);
  const folder = join(workFolder, "pod-plan");
  const pack = await packRun({ call, run, plan, inCluster, context: kube.context, folder, signal });
  await grantRights(kube, grant, signal);
  await removeStranded(kube, namespace, runLabels, clock, signal).catch(() => signal.throwIfAborted());
  const labels = { ...runLabels, [runLabel]: run };
  const { job } = await submitJob({
    ...{ kube, clock, signal, namespace, name: runJobName(run), labels, pack },
    spec: (input) => jobSpec(inCluster, labels, input),
  }).catch((error: unknown) => {
    throw missingNamespace(error) ? noNamespace(namespace, error) : error;
  });
  call.console.log(line("info", "running in the cluster...", { run, namespace }));
  return job;
}

function grantOf({ releases }: Plan, { namespace, createNamespace, serviceAccount, rbac }: InClusterConfig): Grant {
  const targets = [...new Set(releases.map((release) => release.namespace))].map((target) => ({
    namespace: target,
    create: releases.some((release) => release.namespace === target && release.createNamespace),
  }));
  return { namespace, createNamespace, serviceAccount, rbac, targets };
}

const missingNamespace = (error: unknown) => isHelmwatchError(error) && error.facts.missingNamespace !== undefined;

function noNamespace(namespace: string, cause: unknown): HelmwatchError {
  return new HelmwatchError("RUN_NOT_STARTED", `namespace "${namespace}", where the Job is to run, is missing`, {
    hint: "create it, name another by run.in_cluster.namespace, or set run.in_cluster.create_namespace",
    cause,
  });
}

/** A Job that does not start must not start once nobody waits for it any more. */
async function removeUnstarted<T>(
  { signal }: Session,
  kube: KubeAccess,
  job: JobRef,
  follow: () => Promise<T>,
): Promise<T> {
  try {
    return await follow();
  } catch (error) {
    if (isHelmwatchError(error) && error.code === "RUN_NOT_STARTED") await removeJob(kube, job, signal).catch(() => {});
    throw error;
  }
}
