import { randomBytes } from "node:crypto";
import { type Clock, HelmwatchError } from "@helmwatch/core/plugin";
import type { InClusterOptions } from "../in-cluster-options.js";
import { buildJob, type JobInput, prefixAnnotation } from "../job/build-job.js";
import { buildSecrets, splitEntries } from "../job/build-secrets.js";
import type { PackedCommand } from "../pack/packed-command.js";
import { type ClusterApi, hasStatus } from "./cluster-api.js";
import { type Job, jobEnd } from "./objects.js";

export interface Submission extends Omit<JobInput, "secrets"> {
  readonly packed: PackedCommand;
}

/** Milliseconds between looks at a Job that is going away. */
const lookEvery = 250;
const tries = 240;

/**
 * Starts the Job, or takes the one of that name that is there already: its name tells that it does the same. First it is
 * made suspended, for its UID; then the Secrets that it owns; then it may run. Whoever comes to a suspended one, made by
 * a helmwatch that died, goes on from there.
 */
export async function submitJob(
  api: ClusterApi,
  submission: Submission,
  options: InClusterOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly job: Job; readonly adopted: boolean }> {
  const { name, labels, packed } = submission;
  for (let attempt = 0; attempt < tries; attempt++) {
    const found = await api.job(name, signal);
    if (found && (jobEnd(found) || found.metadata.deletionTimestamp)) {
      await api.removeJob(name, found.metadata.uid, signal);
      await clock.sleep(lookEvery, signal);
      continue;
    }
    if (found && !found.spec?.suspend) return { job: found, adopted: true };
    const job = found ?? (await createJob(api, submission, options, signal));
    if (!job) continue; // Another helmwatch was faster.
    try {
      const prefix = job.metadata.annotations?.[prefixAnnotation] ?? name;
      const owned = { name, uid: job.metadata.uid, namespace: options.namespace, prefix, labels };
      for (const secret of buildSecrets(packed, owned))
        await api.create("secrets", secret, signal).catch((error: unknown) => {
          // 409: made by the helmwatch that made the Job; names of Secrets are never used twice.
          if (!hasStatus(error, 409)) throw error;
        });
      await api.unsuspend(name, signal);
    } catch (error) {
      await api.removeJob(name, job.metadata.uid, new AbortController().signal).catch(() => {});
      throw error;
    }
    return { job, adopted: found !== undefined };
  }
  throw new HelmwatchError("HELM_FAILED", `job ${options.namespace}/${name} of an earlier run does not go away`, {
    hint: "Look at its finalizers and at its pods.",
  });
}

async function createJob(
  api: ClusterApi,
  submission: Submission,
  options: InClusterOptions,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const prefix = `${submission.name}-${randomBytes(3).toString("hex")}`;
  const secrets = { prefix, count: splitEntries(submission.packed).length };
  try {
    return await api.create<Job>("jobs", buildJob({ ...submission, secrets }, options), signal);
  } catch (error) {
    if (hasStatus(error, 409)) return undefined;
    throw hasStatus(error, 404) ? noNamespace(options.namespace, error) : error;
  }
}

function noNamespace(namespace: string, cause: unknown): HelmwatchError {
  return new HelmwatchError("HELM_FAILED", `namespace "${namespace}", where the Jobs of helm are to run, is missing`, {
    hint: "Create it, name another by helm.in_cluster.namespace, or set helm.in_cluster.create_namespace.",
    cause,
  });
}
