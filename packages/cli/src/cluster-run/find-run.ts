import { suggest } from "@helmwatch/core";
import { HelmwatchError, type KubeAccess } from "@helmwatch/core/plugin";
import { type Job, type JobRef, listJobs } from "@helmwatch/kube/job";
import { runJobName, runLabel, runLabels } from "./run-job.js";

export interface FoundRun {
  readonly run: string;
  readonly job: JobRef;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly state: "running" | "succeeded" | "failed" | "never started";
}

/** The runs of a namespace, newest first, as long as their Jobs are kept. */
export async function findRuns(kube: KubeAccess, namespace: string, signal: AbortSignal): Promise<FoundRun[]> {
  const jobs = await listJobs(kube, namespace, runLabels, signal);
  return jobs
    .map((job) => toRun(job, namespace))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt) || b.run.localeCompare(a.run));
}

/** The first two come as soon as it is known, the others once its pods are gone. */
const isEnd = /^(?:FailureTarget|SuccessCriteriaMet|Failed|Complete)$/;

function toRun({ metadata, spec, status }: Job, namespace: string): FoundRun {
  const { name, uid, labels, creationTimestamp = "" } = metadata;
  const ended = status?.conditions?.find(({ type, status }) => status === "True" && isEnd.test(type));
  const how = ended && (ended.type.startsWith("Fail") ? "failed" : "succeeded");
  const state = how ?? (spec?.suspend ? "never started" : "running");
  return { run: labels?.[runLabel] ?? name, job: { namespace, name, uid }, startedAt: creationTimestamp, state };
}

/** The run of that id or Job; without one the only one that is running, else the newest. Throws RUN_UNKNOWN. */
export function chooseRun(runs: readonly FoundRun[], wanted: string | undefined, namespace: string): FoundRun {
  if (wanted === undefined) {
    const running = runs.filter(({ state }) => state === "running");
    if (running.length > 1)
      throw new HelmwatchError("RUN_UNKNOWN", `${running.length} runs are running in namespace "${namespace}"`, {
        hint: `name one of them: ${running.map(({ run }) => run).join(", ")}`,
      });
    const chosen = running[0] ?? runs[0];
    if (chosen) return chosen;
    throw new HelmwatchError("RUN_UNKNOWN", `no run is kept in namespace "${namespace}"`, {
      hint: "name another by --namespace, or another cluster by --kube-context; Jobs go after run.in_cluster.ttl",
    });
  }
  const found = runs.find(({ run }) => run === wanted || runJobName(run) === wanted);
  if (found) return found;
  const ids = runs.map(({ run }) => run);
  const near = suggest(wanted, ids);
  throw new HelmwatchError("RUN_UNKNOWN", `there is no run ${JSON.stringify(wanted)} in namespace "${namespace}"`, {
    hint: near === undefined ? `${known(ids)}; Jobs go after run.in_cluster.ttl` : `did you mean "${near}"?`,
  });
}

const known = (ids: readonly string[]) =>
  ids.length === 0 ? "none is kept there" : `the newest are ${ids.slice(0, 5).join(", ")}`;
