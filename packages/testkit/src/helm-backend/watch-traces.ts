import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Stage } from "./stage.js";

/** What others see of the work of a backend, all texts of one place joined. */
export interface Traces {
  readonly "the arguments of a process": string;
  readonly "an object of the cluster": string;
  readonly "the log of a pod": string;
}

const lookEvery = 250;

/** Looks again and again while `work` goes on, and once at its end. */
export async function watchTraces(
  { objects, clock }: Pick<Stage, "objects" | "clock">,
  work: () => Promise<void>,
): Promise<Traces> {
  const processes = new Set<string>();
  const found = new Set<string>();
  const logs = new Set<string>();
  const { signal } = new AbortController();

  async function lookAtCluster(): Promise<void> {
    // Not at Secrets: there it may be.
    for (const resource of ["pods", "jobs", "events", "configmaps"] as const)
      for (const object of await objects.list(resource)) found.add(JSON.stringify(object));
    for (const { metadata } of await objects.list("pods")) logs.add(await objects.log(metadata.name).catch(() => "")); // A container that has not started has none.
  }

  let over = false;
  const working = work().finally(() => {
    over = true;
  });
  const watching = (async () => {
    for (let round = 0; !over; round++) {
      for (const argv of await processArguments()) processes.add(argv);
      if (round % 2 === 0) await lookAtCluster();
      await clock.sleep(lookEvery, signal);
    }
    await lookAtCluster();
  })();
  await Promise.all([working, watching]);
  return {
    "the arguments of a process": [...processes].join("\n"),
    "an object of the cluster": [...found].join("\n"),
    "the log of a pod": [...logs].join("\n"),
  };
}

/** Of all processes of this machine that its user may see. */
async function processArguments(): Promise<readonly string[]> {
  const pids = await readdir("/proc").catch(() => undefined);
  if (!pids) return [(await promisify(execFile)("ps", ["-axww", "-o", "args="])).stdout];
  const own = pids.filter((pid) => /^\d+$/.test(pid));
  return Promise.all(own.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
}
