import { fork } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { cacheDirectory } from "../tools/cache-directory.js";
import type { Progress } from "../tools/progress.js";
import { startCluster } from "./cluster.js";
import { type ClusterChoice, clusterChoice, clusterEnvironment } from "./cluster-choice.js";
import { isAlive, processId, processIdentity } from "./local/process-identity.js";

/** The one cluster of this cache folder that stays until it is told to stop, kept by a process in the background. */
export interface DevelopmentCluster {
  /** Identity of the process that keeps it. */
  keeper: string;
  choice: ClusterChoice;
  kubeconfig: string;
}

const folder = () => join(cacheDirectory(), "development");
const stateFile = () => join(folder(), "cluster.json");

/** What the keeper tells the process that started it. */
type Message = { progress: string } | { ready: true } | { failed: string };

export async function findDevelopmentCluster(): Promise<DevelopmentCluster | undefined> {
  const state = await readFile(stateFile(), "utf8").catch(() => undefined);
  if (state === undefined) return undefined;
  const cluster = JSON.parse(state) as DevelopmentCluster;
  return isAlive(cluster.keeper) ? cluster : undefined;
}

/** Starts a keeper, and returns when its cluster is ready; fails when a cluster of another choice is running. */
export async function upDevelopmentCluster(choice: ClusterChoice, progress: Progress): Promise<DevelopmentCluster> {
  const running = await findDevelopmentCluster();
  if (running) {
    if (isDeepStrictEqual(running.choice, choice)) return running;
    throw new Error(`another cluster is running (${running.choice.provider}): pnpm e2e:cluster down`);
  }
  await mkdir(folder(), { recursive: true });
  const log = openSync(join(folder(), "log"), "w");
  const keeper = fork(join(import.meta.dirname, "main.ts"), ["keep"], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: {
      ...process.env,
      ...clusterEnvironment({ cluster: choice.provider, ...choice.kind }),
    },
  });
  await new Promise<void>((resolve, reject) => {
    keeper.on("message", (message: Message) => {
      if ("progress" in message) progress(message.progress);
      else if ("ready" in message) resolve();
      else reject(new Error(message.failed));
    });
    keeper.once("exit", (code, signal) => {
      reject(new Error(`the process that keeps the cluster ended (${signal ?? code}): see ${join(folder(), "log")}`));
    });
  });
  keeper.disconnect();
  keeper.unref();
  return (await findDevelopmentCluster())!;
}

/** Runs until SIGTERM, or SIGINT during the start. */
export async function keepDevelopmentCluster(): Promise<void> {
  const tell = (message: Message) => {
    console.log(message);
    if (process.connected) process.send?.(message);
  };
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new Error(signal)));
  // When who started us goes away during the start (Ctrl-C), nobody waits for the cluster.
  let ready = false;
  const alone = () => ready || stop.abort(new Error("the start was interrupted"));
  process.once("disconnect", alone);
  if (!process.connected) alone();
  try {
    const choice = clusterChoice(process.env);
    const { provider, kind } = choice;
    const progress = (text: string) => tell({ progress: text });
    const cluster = await startCluster(provider, { signal: stop.signal, progress, kind });
    const { kubeconfig } = cluster;
    const state: DevelopmentCluster = { keeper: processIdentity(process.pid)!, choice, kubeconfig };
    await writeFile(stateFile(), JSON.stringify(state));
    ready = true;
    tell({ ready: true });
    while (!stop.signal.aborted) await sleep(60_000, undefined, { signal: stop.signal }).catch(() => {});
    await cluster.stop();
    await rm(stateFile(), { force: true });
  } catch (error) {
    tell({ failed: (error as Error).message });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

/** False when there was none. */
export async function downDevelopmentCluster(): Promise<boolean> {
  const cluster = await findDevelopmentCluster();
  if (!cluster) return false;
  process.kill(processId(cluster.keeper), "SIGTERM");
  const deadline = Date.now() + 30_000;
  while (isAlive(cluster.keeper)) {
    if (Date.now() > deadline) throw new Error(`the cluster does not stop: see ${join(folder(), "log")}`);
    await sleep(100);
  }
  return true;
}
