import { basename } from "node:path";
import {
  type Clock,
  type HelmCommand,
  type HelmResult,
  HelmwatchError,
  isHelmwatchError,
  type KubeAccess,
  type Logger,
  within,
} from "@helmwatch/core/plugin";
import { grantRights, hasStatus, type JobRef, removeJob, removeStranded, submitJob } from "@helmwatch/kube/job";
import { grantOf } from "./access/grant-of.js";
import { followHelm, type HelmEnd } from "./cluster/follow-helm.js";
import { readLog } from "./cluster/read-log.js";
import { refuseActive, refuseBusy } from "./cluster/refuse-busy.js";
import { isOver, releaseJobs } from "./cluster/release-jobs.js";
import type { InClusterOptions } from "./in-cluster-options.js";
import { container, jobSpec } from "./job/job-spec.js";
import type { Operation } from "./job/operation.js";
import { managedBy, prepareJob } from "./job/prepare-job.js";
import { notPulled } from "./pack/pod-script.js";
import type { PulledCharts } from "./pull/pulled-charts.js";

export interface InCluster {
  /** Of the cluster where the Job is to run. */
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly log: Logger;
  readonly options: InClusterOptions;
  /** Charts that pods can pull, too; absent where they are not to. */
  readonly pulled?: PulledCharts;
  /** Does the work with that key, unless it is done or under way in this run and cluster. */
  once(key: string, work: () => Promise<void>): Promise<void>;
}

/** Milliseconds for what is done after the run was told to stop. */
const cleanupMs = 30_000;
const never = new AbortController().signal;

/** Runs helm once in a Job and resolves however it ended; throws where it cannot be started. */
export async function runInCluster(
  context: InCluster,
  command: HelmCommand,
  operation: Operation,
  stop: AbortSignal,
): Promise<HelmResult> {
  const { options } = context;
  let job: JobRef;
  try {
    // What may not be stopped goes on while the run is stopping.
    job = await start(context, command, operation, command.interruptible ? stop : never);
  } catch (error) {
    if (!(command.interruptible && stop.aborted)) throw withHint(error);
    return { exitCode: -1, stdout: "", stderr: "", where: `namespace ${options.namespace}`, ended: "interrupted" };
  }
  return follow(context, command, job, stop);
}

/**
 * The end of the Job that does just that and that an earlier helmwatch started; undefined where none is running. Throws
 * HELM_PENDING where another one is at work on the release.
 */
export async function adoptInCluster(
  context: InCluster,
  command: HelmCommand,
  operation: Operation,
  stop: AbortSignal,
): Promise<HelmResult | undefined> {
  const { kube, clock, log, options, pulled } = context;
  const { namespace } = options;
  const { name } = await prepareJob(command, operation, options, pulled ? { pulled } : {});
  const signal = command.interruptible ? stop : never;
  const jobs = await releaseJobs(kube, namespace, operation, signal);
  const found = jobs.find((job) => job.metadata.name === name && !job.spec?.suspend && !isOver(job));
  if (!found) {
    await refuseActive({ kube, clock, namespace, operation, signal });
    return undefined;
  }
  const job = { namespace, name, uid: found.metadata.uid };
  tellAdopted(log, job);
  return follow(context, command, job, stop);
}

async function start(
  { kube, clock, log, options, pulled, once }: InCluster,
  command: HelmCommand,
  operation: Operation,
  signal: AbortSignal,
): Promise<JobRef> {
  signal.throwIfAborted();
  const { verb, release, namespace } = operation;
  const create = command.argv.includes("--create-namespace");
  const grant = grantOf(options, namespace ? [{ namespace, create }] : []);
  await once(`grant ${namespace} ${create}`, () => grantRights(kube, grant, signal));
  await once("tidy", () =>
    removeStranded(kube, options.namespace, managedBy, clock, signal).catch((error: Error) =>
      log.debug({}, `no look at Jobs of earlier runs: ${error.message}`),
    ),
  );
  const prepared = await prepareJob(command, operation, options, {
    ...(pulled ? { pulled } : {}),
    carried: (path, why) => log.info({}, `chart ${basename(path)} is carried to its pod: ${why}`),
  });
  const { job, adopted } = await submitJob({
    ...{ kube, clock, signal, namespace: options.namespace, ...prepared },
    spec: (input) => jobSpec(command, prepared.labels, options, input),
    ...(release
      ? { admit: (job: JobRef) => refuseBusy({ kube, clock, namespace: options.namespace, operation, signal }, job) }
      : {}),
  });
  log.debug({ job: job.name }, `helm ${verb} runs in ${whereOf(job)}`);
  if (adopted) tellAdopted(log, job);
  return job;
}

const whereOf = ({ namespace, name }: JobRef): string => `job ${namespace}/${name}`;

const tellAdopted = (log: Logger, job: JobRef) =>
  log.info({ job: job.name }, `follows ${whereOf(job)}, which an earlier run started`);

async function follow(
  context: InCluster,
  { deadlineMs, interruptible }: HelmCommand,
  job: JobRef,
  stop: AbortSignal,
): Promise<HelmResult> {
  const { kube, clock, log, options } = context;
  const limits = { deadlineMs, startTimeoutMs: options.start_timeout };
  let end: HelmEnd;
  try {
    end = await followHelm({ kube, clock, log, job, ...limits, ...(interruptible ? { stop } : {}) });
  } catch (error) {
    await remove(context, job); // It may not start once nobody waits for it any more.
    throw error;
  }
  return finish(context, job, end);
}

/** The Job of a success goes, with its Secrets; one of a failure stays for people to look at. */
async function finish(context: InCluster, job: JobRef, end: HelmEnd): Promise<HelmResult> {
  const { pod, exitCode, message, ended } = end;
  const { kube, clock } = context;
  const source = pod && !end.said.complete && { kube, namespace: job.namespace, pod, container };
  const said = source ? await readLog(source, clock) : end.said;
  const success = exitCode === 0 && ended === "exit";
  const notRun = exitCode === undefined && ended === "interrupted";
  if (success || notRun) await remove(context, job);
  if (exitCode === notPulled && ended === "exit") throw noChart(job, said.stderr || message);
  const stderr = said.complete ? said.stderr : [said.stderr, message].filter(Boolean).join("\n");
  return { exitCode: exitCode ?? -1, stdout: said.stdout, stderr, where: whereOf(job), ended };
}

async function remove({ kube, clock, log }: InCluster, job: JobRef): Promise<void> {
  await within(clock, cleanupMs, (signal) => removeJob(kube, job, signal)).catch((error: Error) =>
    log.warn({ job: job.name }, `the Job is left to its time to live: ${error.message}`),
  );
}

const noChart = (job: JobRef, why: string) =>
  new HelmwatchError("HELM_FETCH_FAILED", `no chart in ${whereOf(job)}: ${why.trim().replace(/^Error: /, "")}`, {
    hint: "Its pods must reach the registry; with helm.in_cluster.charts: carry the chart is sent along instead.",
    facts: { where: whereOf(job) },
  });

function withHint(error: unknown): unknown {
  if (!isHelmwatchError(error)) return error;
  const { missingNamespace } = error.facts;
  if (missingNamespace !== undefined) {
    const message = `namespace "${missingNamespace}", where the Jobs of helm are to run, is missing`;
    const hint = "Create it, name another by helm.in_cluster.namespace, or set helm.in_cluster.create_namespace.";
    return new HelmwatchError("HELM_FAILED", message, { hint, cause: error });
  }
  if (!hasStatus(error, 404)) return error;
  const message = "the Job of helm was removed before it could run";
  return new HelmwatchError("HELM_PENDING", message, {
    hint: "Another helmwatch deploys the same release: run again when it has ended.",
    cause: error,
  });
}
