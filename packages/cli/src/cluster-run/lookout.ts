import type { KubeAccess } from "@helmwatch/core/plugin";
import { type JobRef, removeJob, type Situation, stopPod } from "@helmwatch/kube/job";
import { line } from "../log/log-line.js";
import type { Session } from "../run/with-session.js";

/** States that every pod goes through. */
const usual = /^(NoPod|Pending|ContainerCreating|PodInitializing)$/;

export interface Watched {
  readonly kube: KubeAccess;
  readonly job: JobRef;
  /** Whether the run is to be stopped: its pod gets SIGTERM, or never starts. */
  readonly stop: boolean;
}

/** For `followJob`: tells why the pod has not started yet, and stops it where that is asked for. */
export function lookout({ call: { console }, signal }: Session, { kube, job, stop }: Watched) {
  let told = "";
  let stopped = false;
  return (seen: Situation): undefined => {
    if (stop && !stopped && (seen.kind === "running" || seen.kind === "waiting")) {
      stopped = true;
      console.log(line("warn", "stopping the run"));
      const stopping =
        seen.kind === "running"
          ? stopPod(kube, job.namespace, seen.pod, undefined, signal)
          : removeJob(kube, job, signal);
      stopping.catch(() => {
        stopped = false; // The next look tries again.
      });
    }
    if (seen.kind !== "waiting" || usual.test(seen.reason) || seen.reason === told) return;
    told = seen.reason;
    console.log(line("info", "waiting for the pod...", { why: `${seen.reason}: ${seen.message}` }));
  };
}
