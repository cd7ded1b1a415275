import type { Clock } from "@helmwatch/core/plugin";
import { type PodLog, podLog } from "../job/pod-log.js";
import { bounded } from "./bounded.js";
import type { ClusterApi } from "./cluster-api.js";

const tries = 4;
const pause = 500;
const limitMs = 60_000;

/** What helm said. The kubelet may be slower with a log than with its end, so one that is not whole is read again. */
export async function readLog(api: ClusterApi, pod: string, clock: Clock): Promise<PodLog> {
  let log: PodLog = { stdout: "", stderr: "", complete: false };
  const read = async (signal: AbortSignal) => {
    for (let attempt = 0; attempt < tries && !log.complete; attempt++) {
      if (attempt > 0) await clock.sleep(pause, signal);
      log = podLog(await api.log(pod, signal));
    }
  };
  await bounded(clock, limitMs, read).catch(() => {}); // With the pod or its node the log is gone.
  return log;
}
