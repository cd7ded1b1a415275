import type { HelmCommand, HelmExecutor, HelmResult } from "@helmwatch/core/plugin";
import { type FakeHost, fakeHost } from "@helmwatch/testkit";
import { expect } from "vitest";
import { inClusterOptions } from "../src/in-cluster-options.js";
import plugin from "../src/index.js";
import { type FakeCluster, fakeCluster } from "./fake-cluster.js";

export const upgrade: HelmCommand = {
  argv: ["upgrade", "--install", "app", "/no/chart", "--namespace", "shop"],
  ...{ env: { HELM_KUBECONTEXT: "prod" }, files: [], deadlineMs: 60_000, interruptible: true },
};
export const rollback: HelmCommand = {
  ...upgrade,
  argv: ["rollback", "app", "3", "--namespace", "shop"],
  interruptible: false,
};
export const running = { running: { startedAt: "2026-01-01T00:00:00Z" } };
export const end = (exitCode: number, message = "") => ({ terminated: { exitCode, message } });

export interface World {
  readonly cluster: FakeCluster;
  /** Of the context `staging`. */
  readonly staging: FakeCluster;
  readonly host: FakeHost;
  adopt(command?: HelmCommand): Promise<HelmResult | undefined>;
  run(command?: HelmCommand, signal?: AbortSignal): Promise<HelmResult>;
  /** Time passes, in steps in which what waits can go on. */
  pass(ms: number): Promise<void>;
}

export function world(options: object = {}): World {
  const cluster = fakeCluster();
  const staging = fakeCluster();
  const withContext = (context: string) => {
    expect(context).toBe("staging");
    return staging.kube;
  };
  const host = fakeHost({ kube: { ...cluster.kube, withContext } });
  const { in_cluster } = inClusterOptions.parse({ in_cluster: { image: "helm:4", ...options } });
  const executor = plugin.helmBackends!["in-cluster"]!.create({ in_cluster }, host) as HelmExecutor;
  return {
    cluster,
    staging,
    host,
    adopt: (command = upgrade) => executor.adopt!(command, new AbortController().signal),
    run: (command = upgrade, signal = new AbortController().signal) => executor.run(command, signal),
    pass: async (ms) => {
      for (let i = 0; i < 20; i++) await new Promise(setImmediate);
      await host.clock.advance(ms);
      for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    },
  };
}

/** Until the Job may run; the first command loads code. */
export async function unsuspended({ cluster }: Pick<World, "cluster">, count = 1): Promise<string> {
  const patches = () => cluster.writes.filter((write) => write.startsWith("PATCH")).length;
  await expect.poll(patches, { timeout: 5_000 }).toBe(count);
  await new Promise(setImmediate);
  return [...cluster.jobs.keys()].at(-1)!;
}
