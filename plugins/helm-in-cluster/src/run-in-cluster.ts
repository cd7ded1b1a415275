import { randomBytes } from "node:crypto";
import type { Clock, HelmCommand, HelmResult, KubeAccess, Logger } from "@helmwatch/core/plugin";
import { bounded } from "./cluster/bounded.js";
import { type ClusterApi, clusterApi } from "./cluster/cluster-api.js";
import { followJob, type JobResult } from "./cluster/follow-job.js";
import { grantRights } from "./cluster/grant-rights.js";
import type { Job } from "./cluster/objects.js";
import { readLog } from "./cluster/read-log.js";
import { refuseContext } from "./cluster/refuse-context.js";
import { removeStranded } from "./cluster/remove-stranded.js";
import { submitJob } from "./cluster/submit-job.js";
import type { InClusterOptions } from "./in-cluster-options.js";
import { jobName } from "./job/job-name.js";
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
const selector = Object.entries(managedBy)
  .map((label) => label.join("="))
  .join(",");
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
  const { clock, log, options } = context;
  const api = clusterApi(context.kube, options.namespace);
  let started: Started;
  try {
    // What may not be stopped goes on while the run is stopping.
    started = await start(
      context,
      api,
      command,
      operation,
      command.interruptible ? stop : new AbortController().signal,
    );
  } catch (error) {
    if (!(command.interruptible && stop.aborted)) throw error;
    return { exitCode: -1, stdout: "", stderr: "", where: `namespace ${options.namespace}`, ended: "interrupted" };
  }
  const { job, where } = started;
  const follow = { job, where, deadlineMs: command.deadlineMs, startTimeoutMs: options.start_timeout * 1000 };
  let end: JobResult;
  try {
    end = await followJob(api, { ...follow, ...(command.interruptible ? { stop } : {}) }, clock);
  } catch (error) {
    await remove(api, job, clock, log); // It may not start once nobody waits for it any more.
    throw error;
  }
  return finish(api, job, end, where, clock, log);
}

interface Started {
  readonly job: Job;
  readonly where: string;
}

async function start(
  { kube, clock, log, options, tidied }: InCluster,
  api: ClusterApi,
  command: HelmCommand,
  { verb, release, namespace }: Operation,
  signal: AbortSignal,
): Promise<Started> {
  signal.throwIfAborted();
  const create = command.argv.includes("--create-namespace");
  await grantRights(kube, options, { ...(namespace ? { namespace } : {}), create }, signal);
  if (!tidied.done) {
    tidied.done = true;
    await removeStranded(api, selector, clock, signal).catch((error: Error) =>
      log.debug({}, `no look at Jobs of earlier runs: ${error.message}`),
    );
  }
  const packed = await packCommand(podCommand(command, options));
  // A question is asked anew each time: a Job that two helmwatch share would be removed under one of them.
  const digest = verb === "version" ? randomBytes(5).toString("hex") : packed.digest;
  const name = jobName(release ?? verb, digest);
  const where = `job ${options.namespace}/${name}`;
  const labels = {
    ...managedBy,
    "helmwatch/operation": verb,
    ...(release ? { "helmwatch/release": release } : {}),
    ...(namespace ? { "helmwatch/namespace": namespace } : {}),
  };
  const { job, adopted } = await submitJob(api, { name, labels, command, packed }, options, clock, signal);
  log.debug({ job: name }, `helm ${verb} runs in ${where}`);
  if (adopted) log.info({ job: name }, `follows ${where}, which an earlier run started`);
  return { job, where };
}

/** Reads what helm said. The Job of a success goes, with its Secrets; one of a failure stays for people to look at. */
async function finish(
  api: ClusterApi,
  job: Job,
  { pod, exitCode, message, ended }: JobResult,
  where: string,
  clock: Clock,
  log: Logger,
): Promise<HelmResult> {
  const said = pod ? await readLog(api, pod, clock) : { stdout: "", stderr: "", complete: false };
  const success = exitCode === 0 && ended === "exit";
  const notRun = exitCode === undefined && ended === "interrupted";
  if (success || notRun) await remove(api, job, clock, log);
  const stderr = said.complete ? said.stderr : [said.stderr, message].filter(Boolean).join("\n");
  return { exitCode: exitCode ?? -1, stdout: said.stdout, stderr, where, ended };
}

async function remove(api: ClusterApi, { metadata }: Job, clock: Clock, log: Logger): Promise<void> {
  await bounded(clock, cleanupMs, (signal) => api.removeJob(metadata.name, metadata.uid, signal)).catch(
    (error: Error) => log.warn({ job: metadata.name }, `the Job is left to its time to live: ${error.message}`),
  );
}

/** The account of `rbac: namespaced` has no right to make namespaces; it is made beforehand. */
function podCommand(command: HelmCommand, { rbac }: InClusterOptions): HelmCommand {
  if (rbac !== "namespaced") return command;
  return { ...command, argv: command.argv.filter((argument) => argument !== "--create-namespace") };
}
