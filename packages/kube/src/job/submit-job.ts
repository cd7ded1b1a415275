import { randomBytes } from "node:crypto";
import { type Clock, HelmwatchError, type KubeAccess, within } from "@helmwatch/core/plugin";
import { jobPath, jobsPath, secretsPath } from "./api-path.js";
import { buildSecrets, secretName, splitEntries } from "./build-secrets.js";
import type { Job, JobRef } from "./kube-objects.js";
import type { Pack } from "./pack-files.js";
import { hasStatus, retryPassing, unlessStatus } from "./passing-failure.js";
import { removeJob } from "./remove-job.js";

/** Where the pod has its pack. */
export const inputPath = "/helmwatch/in";
/** Tells the Secrets of a Job that another helmwatch made. */
const prefixAnnotation = "helmwatch/secrets";
/** Milliseconds. */
const lookEvery = 250;
const removalMs = 60_000;
const passingMs = 15_000;
const cleanupMs = 15_000;

/** The pack as a volume, and where a container has it. */
export interface JobInput {
  readonly volume: object;
  readonly mount: object;
}

export interface JobToSubmit {
  readonly kube: KubeAccess;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly namespace: string;
  /** At most 63 characters. A Job that runs already under this name is taken for the same. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly pack: Pack;
  /** The spec around the pack. It gets one pod and one try, unless it says otherwise. */
  spec(input: JobInput): object;
  /** Asked once all is there and the Job is about to run; where it throws, the Job goes. */
  admit?(job: JobRef): Promise<void>;
}

/**
 * Starts the Job, or takes the one of that name that is there already. First it is made suspended, for its UID; then the
 * Secrets that it owns; then it may run. Whoever comes to a suspended one, made by a helmwatch that died, goes on from
 * there; one that has ended is replaced. Where it cannot be started, nothing is left behind.
 *
 * Errors are those of KubeAccess; `facts.missingNamespace` names the namespace where that is missing.
 */
export async function submitJob(
  submission: JobToSubmit,
): Promise<{ readonly job: JobRef /** An earlier helmwatch made it. */; readonly adopted: boolean }> {
  const { kube, clock, signal, namespace, name } = submission;
  const prefix = `${name}-${randomBytes(3).toString("hex")}`;
  const giveUpAt = clock.now() + removalMs;
  while (clock.now() < giveUpAt) {
    const found = await kube
      .request<Job>({ method: "GET", path: jobPath({ namespace, name }), signal })
      .catch(unlessStatus(404));
    if (found && (hasEnded(found) || found.metadata.deletionTimestamp)) {
      await removeJob(kube, refOf(found, namespace), signal);
      await clock.sleep(lookEvery, signal);
      continue;
    }
    if (found && !found.spec?.suspend) return { job: refOf(found, namespace), adopted: true };
    const made = found ?? (await create(submission, prefix));
    if (!made) continue; // Another helmwatch was faster, or the answer to an earlier try was lost.
    await start(submission, made);
    return { job: refOf(made, namespace), adopted: prefixOf(made) !== prefix };
  }
  throw new HelmwatchError("KUBE_REQUEST_FAILED", `job ${namespace}/${name} of an earlier run does not go away`, {
    hint: "Look at its finalizers and at its pods.",
  });
}

async function create(submission: JobToSubmit, prefix: string): Promise<Job | undefined> {
  const { kube, clock, signal, namespace, name, pack } = submission;
  const sources = splitEntries(pack).map((_, index) => ({ secret: { name: secretName(prefix, index) } }));
  const input: JobInput = {
    volume: { name: "in", projected: { defaultMode: 0o440, sources } },
    mount: { name: "in", mountPath: inputPath, readOnly: true },
  };
  const annotations = { ...submission.annotations, [prefixAnnotation]: prefix };
  const body = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, labels: submission.labels, annotations },
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      podReplacementPolicy: "Failed",
      ...submission.spec(input),
      suspend: true,
    },
  };
  try {
    return await retryPassing(clock, passingMs, signal, () =>
      kube.request<Job>({ method: "POST", path: jobsPath(namespace), body, signal }),
    );
  } catch (error) {
    if (hasStatus(error, 409)) return undefined;
    throw hasStatus(error, 404) ? noNamespace(namespace, error) : error;
  }
}

async function start(submission: JobToSubmit, made: Job): Promise<void> {
  const { kube, clock, signal, namespace, labels, pack } = submission;
  const job = refOf(made, namespace);
  try {
    for (const body of buildSecrets(pack, job, prefixOf(made) ?? job.name, labels))
      await retryPassing(clock, passingMs, signal, () =>
        // 409: made by the helmwatch that made the Job, or by a try whose answer was lost; no name is used twice.
        kube.request({ method: "POST", path: secretsPath(namespace), body, signal }).catch(unlessStatus(409)),
      );
    await submission.admit?.(job);
    const headers = { "content-type": "application/merge-patch+json" };
    const body = { metadata: { uid: job.uid }, spec: { suspend: false } };
    await retryPassing(clock, passingMs, signal, () =>
      kube.request({ method: "PATCH", path: jobPath(job), headers, body, signal }),
    );
  } catch (error) {
    await within(clock, cleanupMs, (signal) => removeJob(kube, job, signal)).catch(() => {});
    throw error;
  }
}

const prefixOf = ({ metadata }: Job): string | undefined => metadata.annotations?.[prefixAnnotation];

const refOf = ({ metadata: { name, uid } }: Job, namespace: string): JobRef => ({ namespace, name, uid });

const hasEnded = ({ status }: Job): boolean =>
  status?.conditions?.some(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed")) ??
  false;

function noNamespace(namespace: string, cause: unknown): HelmwatchError {
  return new HelmwatchError("KUBE_REQUEST_FAILED", `namespace "${namespace}", where a Job is to run, is missing`, {
    hint: "Create it, or name another.",
    facts: { status: 404, missingNamespace: namespace },
    cause,
  });
}
