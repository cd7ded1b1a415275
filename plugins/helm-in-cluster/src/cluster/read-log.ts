import { type Clock, within } from "@helmwatch/core/plugin";
import { type LogSource, readLogEnd } from "@helmwatch/kube/job";
import { type PodLog, podLog } from "../job/pod-log.js";

const tries = 4;
const pause = 500;
const limitMs = 60_000;

/** What helm said. The kubelet may be slower with a log than with its end, so one that is not whole is read again. */
export async function readLog(source: LogSource, clock: Clock): Promise<PodLog> {
  let log: PodLog = { stdout: "", stderr: "", complete: false };
  const read = async (signal: AbortSignal) => {
    for (let attempt = 0; attempt < tries && !log.complete; attempt++) {
      if (attempt > 0) await clock.sleep(pause, signal);
      const text = await readLogEnd(source, undefined, clock, signal);
      if (text === undefined) return; // With the pod or its node the log is gone.
      log = podLog(text);
    }
  };
  await within(clock, limitMs, read).catch(() => {});
  return log;
}
