import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { inject, test } from "vitest";
import { stringify } from "yaml";
import { kubernetesPrograms } from "../cluster/local/programs.js";
import { type HelmMajor, helmBinary, helmMajors } from "../tools/helm.js";
import { type ClusterState, clusterState } from "./cluster-state.js";
import { dumpEvidence } from "./dump-evidence.js";
import { type Ended, type Started, startHelmwatch } from "./helmwatch.js";
import { type HttpTarget, httpTarget } from "./http-target.js";

export interface Scenario {
  /** Of this test alone; removed at its end. */
  readonly namespace: string;
  readonly folder: string;
  readonly target: HttpTarget;
  readonly cluster: ClusterState;
  /** A release of the chart `app` in the namespace, with values and other keys. */
  release(name: string, values?: object, keys?: object): object;
  /** A monitor that asks the target's path of its own name every half second. */
  monitor(name: string, keys?: object): object;
  /** Writes helmwave.yml. */
  given(config: object): Promise<void>;
  start(...args: string[]): Started;
  run(...args: string[]): Promise<Ended>;
}

let count = 0;

/** A test on the real cluster; after a failure it tells what the run, the cluster and its pods had to say. */
export const scenario = test.extend<{ helmMajor: HelmMajor; kubeconfig: string; world: Scenario }>({
  helmMajor: helmMajors.at(-1)!,
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs.
  kubeconfig: async ({}, use) => use(inject("kubeconfig")),
  world: async ({ helmMajor, kubeconfig, onTestFailed }, use) => {
    const helm = await helmBinary(helmMajor);
    const folder = await mkdtemp(join(tmpdir(), "helmwatch-scenario-"));
    const namespace = `scenario-${process.pid}-${++count}`;
    const target = await httpTarget();
    const { kubectl } = await kubernetesPrograms({ signal: new AbortController().signal, progress: () => {} });
    const cluster = clusterState({ kubeconfig, helm, kubectl, namespace });
    const env = { KUBECONFIG: kubeconfig, PATH: `${dirname(helm)}${delimiter}${process.env.PATH}` };
    const runs: Started[] = [];
    const start = (...args: string[]) => {
      const run = startHelmwatch(args, { cwd: folder, env });
      runs.push(run);
      return run;
    };
    onTestFailed(async () => dumpEvidence(await Promise.all(runs.map(({ ended }) => ended)), cluster));
    await cp(join(import.meta.dirname, "chart"), join(folder, "chart"), { recursive: true });
    try {
      await use({
        namespace,
        folder,
        target,
        cluster,
        release: (name, values = {}, keys = {}) => ({
          name,
          namespace,
          create_namespace: true,
          chart: "./chart",
          values: [values],
          ...keys,
        }),
        monitor: (name, keys = {}) => ({
          name,
          type: "http",
          interval: 0.5,
          iteration_timeout: 2,
          total_timeout: 60,
          http: { url: `${target.url}/${name}`, expected_codes: [200] },
          ...keys,
        }),
        given: (config) => writeFile(join(folder, "helmwave.yml"), stringify(config)),
        start,
        run: (...args) => start(...args).ended,
      });
    } finally {
      for (const run of runs) run.kill("SIGKILL");
      target.close();
      await cluster.removeNamespace();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
