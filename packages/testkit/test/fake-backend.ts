import type { Clock, HelmBackendType, HelmCommand, HelmExecutor, HelmResult, Host } from "@helmwatch/core/plugin";
import type { BackendUnderTest } from "../src/index.js";
import { type FakeCluster, fakeCluster } from "./fake-cluster.js";
import { startFakeHelm } from "./fake-helm.js";

/** What the executors of a backend are made of. */
export interface FakeWorld {
  readonly cluster: FakeCluster;
  readonly clock: Clock;
  readonly host: Host;
  /** One that does all right. */
  readonly good: HelmExecutor;
}

/** A backend on a fake helm and a fake cluster; `spoil` makes its executor a bad one. */
export function fakeBackend(
  clock: Clock,
  spoil: (world: FakeWorld) => HelmExecutor = ({ good }) => good,
  isOption: (key: string) => boolean = (key) => key === "binary",
): BackendUnderTest {
  const cluster = fakeCluster();
  const good: HelmExecutor = { run: (command, signal) => runFakeHelm(cluster, clock, command, signal) };
  const type: HelmBackendType = {
    summary: "Runs a fake helm",
    options: {
      "~standard": {
        ...{ version: 1, vendor: "test" },
        validate: (value) =>
          Object.keys(value as object).every(isOption) ? { value } : { issues: [{ message: "unknown option" }] },
      },
    },
    create: (_, host) => spoil({ cluster, clock, host, good }),
  };
  return { type, clock, kube: cluster.kube, options: () => ({ binary: "helm" }), env: {}, image: "busybox" };
}

export async function runFakeHelm(
  cluster: FakeCluster,
  clock: Clock,
  command: HelmCommand,
  signal: AbortSignal,
  graceful = true,
): Promise<HelmResult> {
  const where = "a fake helm";
  let ended: HelmResult["ended"] = "exit";
  if (command.interruptible && signal.aborted)
    return { exitCode: -1, stdout: "", stderr: "", where, ended: "interrupted" };
  const helm = startFakeHelm(cluster, clock, command);
  const stop = (why: HelmResult["ended"]) => {
    ended = why;
    if (graceful) helm.terminate();
    else helm.kill();
  };
  const over = new AbortController();
  if (command.interruptible) signal.addEventListener("abort", () => stop("interrupted"), { signal: over.signal });
  clock.sleep(command.deadlineMs, over.signal).then(
    () => stop("deadline"),
    () => {},
  );
  const result = await helm.ended;
  over.abort();
  return { ...result, where, ended };
}
