import { randomBytes } from "node:crypto";
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
import { type JobRef, removeJob, removeStranded, submitJob } from "@helmwatch/kube/job";
import { followHelm, type HelmEnd } from "./cluster/follow-helm.js";
import { grantRights } from "./cluster/grant-rights.js";
import { readLog } from "./cluster/read-log.js";
import { refuseContext } from "./cluster/refuse-context.js";
import type { InClusterOptions } from "./in-cluster-options.js";
import { jobName } from "./job/job-name.js";
import { container, jobSpec } from "./job/job-spec.js";
import type { Operation } from "./job/operation.js";
import { packCommand } from "./pack/pack-command.js";

export interface InCluster {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly log: Logger;
  readonly options: InClusterOptions;
  /** Removes what earlier ones left, once. */
  readonly tidied: { done: boolean };
}

const managedBy = { "app.kubernetes.io/managed-by": "helmwatch", "app.kubernetes.io/component": "helm" };
/** Milliseconds for what is done after the run was told to stop. */
const cleanupMs = 30_000;

/** Runs helm once in a Job and resolves however it ended; throws where it cannot be started. */
export async function runInCluster(
  context: InCluster,
  command: HelmCommand,
  operation: Operation,
  stop: AbortSignal,
): Promise<HelmResult> {
  refuseContext(command);
  const { kube, clock, log, options } = context;
  const { deadlineMs, interruptible } = command;
  let job: JobRef;
  try {
    // What may not be stopped goes on while the run is stopping.
    job = await start(context, command, operation, interruptible ? stop : new AbortController().signal);
  } catch (error) {
    if (!(interruptible && stop.aborted)) throw withHint(error);
    return { exitCode: -1, stdout: "", stderr: "", where: `namespace ${options.namespace}`, ended: "interrupted" };
  }
  const follow = { kube, clock, log, job, deadlineMs, startTimeoutMs: options.start_timeout * 1000 };
  let end: HelmEnd;
  try {
    end = await followHelm({ ...follow, ...(interruptible ? { stop } : {}) });
  } catch (error) {
    await remove(context, job); // It may not start once nobody waits for it any more.
    throw error;
  }
  return finish(context, job, end);
}

async function start(
  { kube, clock, log, options, tidied }: InCluster,
  command: HelmCommand,
  { verb, release, namespace }: Operation,
  signal: AbortSignal,
): Promise<JobRef> {
  signal.throwIfAborted();
  const create = command.argv.includes("--create-namespace");
  await grantRights(kube, options, { ...(namespace ? { namespace } : {}), create }, signal);
  if (!tidied.done) {
    tidied.done = true;
    await removeStranded(kube, options.namespace, managedBy, clock, signal).catch((error: Error) =>
      log.debug({}, `no look at Jobs of earlier runs: ${error.message}`),
    );
  }
  const pack = await packCommand(podCommand(command, options));
  // A question is asked anew each time: a Job that two helmwatch share would be removed under one of them.
  const digest = verb === "version" ? randomBytes(5).toString("hex") : pack.digest;
  const labels = {
    ...managedBy,
    "helmwatch/operation": verb,
    ...(release ? { "helmwatch/release": release } : {}),
    ...(namespace ? { "helmwatch/namespace": namespace } : {}),
  };
  const { job, adopted } = await submitJob({
    ...{ kube, clock, signal, namespace: options.namespace, name: jobName(release ?? verb, digest), labels, pack },
    spec: (input) => jobSpec(command, labels, options, input),
  });
  log.debug({ job: job.name }, `helm ${verb} runs in ${whereOf(job)}`);
  if (adopted) log.info({ job: job.name }, `follows ${whereOf(job)}, which an earlier run started`);
  return job;
}

const whereOf = ({ namespace, name }: JobRef): string => `job ${namespace}/${name}`;

/** The Job of a success goes, with its Secrets; one of a failure stays for people to look at. */
async function finish(context: InCluster, job: JobRef, end: HelmEnd): Promise<HelmResult> {
  const { pod, exitCode, message, ended } = end;
  const { kube, clock } = context;
  const source = pod && !end.said.complete && { kube, namespace: job.namespace, pod, container };
  const said = source ? await readLog(source, clock) : end.said;
  const success = exitCode === 0 && ended === "exit";
  const notRun = exitCode === undefined && ended === "interrupted";
  if (success || notRun) await remove(context, job);
  const stderr = said.complete ? said.stderr : [said.stderr, message].filter(Boolean).join("\n");
  return { exitCode: exitCode ?? -1, stdout: said.stdout, stderr, where: whereOf(job), ended };
}

async function remove({ kube, clock, log }: InCluster, job: JobRef): Promise<void> {
  await within(clock, cleanupMs, (signal) => removeJob(kube, job, signal)).catch((error: Error) =>
    log.warn({ job: job.name }, `the Job is left to its time to live: ${error.message}`),
  );
}

function withHint(error: unknown): unknown {
  if (!isHelmwatchError(error) || error.facts.missingNamespace === undefined) return error;
  const message = `namespace "${error.facts.missingNamespace}", where the Jobs of helm are to run, is missing`;
  const hint = "Create it, name another by helm.in_cluster.namespace, or set helm.in_cluster.create_namespace.";
  return new HelmwatchError("HELM_FAILED", message, { hint, cause: error });
}

/** The account of `rbac: namespaced` has no right to make namespaces; it is made beforehand. */
function podCommand(command: HelmCommand, { rbac }: InClusterOptions): HelmCommand {
  if (rbac !== "namespaced") return command;
  return { ...command, argv: command.argv.filter((argument) => argument !== "--create-namespace") };
}
