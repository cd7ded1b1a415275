import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import type { HelmExecutor, Host } from "@helmwatch/core/plugin";
import {
  connectHelm,
  createReleaseOperations,
  type Helm,
  type HelmRelease,
  type HelmReleaseOperations,
  type OperationCall,
  type ReleaseState,
  type UpgradedRelease,
} from "@helmwatch/helm";
import helmCli from "@helmwatch/helm-cli";
import { connectKube } from "@helmwatch/kube";
import { plainRelease } from "@helmwatch/testkit";
import { inject, onTestFinished } from "vitest";
import { type HelmMajor, helmBinary } from "../tools/helm.js";

/** A real helm in homes of its own, gone at the end of the test. */
export interface HelmWorld {
  readonly folder: string;
  readonly helm: Helm;
  /** Everything that helm was started with. */
  readonly argv: string[][];
}

export async function helmWorld(major: HelmMajor, env: Record<string, string> = {}): Promise<HelmWorld> {
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-operations-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const host = { clock: systemClock } as Host;
  const cli = helmCli.helmBackends!.cli!.create({ binary: await helmBinary(major) }, host) as HelmExecutor;
  const argv: string[][] = [];
  const executor: HelmExecutor = {
    run(command, signal) {
      argv.push([...command.argv]);
      return cli.run(command, signal);
    },
  };
  const all = { ...process.env, KUBECONFIG: inject("kubeconfig"), ...env };
  return { folder, helm: connectHelm({ executor, home: join(folder, "helm"), env: all }), argv };
}

/** What the core plans, of a chart whose one template is the value `manifest`. */
export type ReleaseMaker = (
  name: string,
  manifest: readonly object[],
  overrides?: Partial<HelmRelease>,
) => Promise<HelmRelease>;

export interface OperationsWorld extends HelmWorld {
  readonly operations: HelmReleaseOperations;
  readonly release: ReleaseMaker;
  readonly call: OperationCall;
  state(of: HelmRelease): Promise<ReleaseState | undefined>;
  /** As a run does it: the state is read before. */
  deploy(of: HelmRelease, stop?: AbortSignal): Promise<UpgradedRelease>;
}

/** Operations on a namespace of the cluster, by a real helm. */
export async function operationsWorld(
  major: HelmMajor,
  namespace: string,
  env: Record<string, string> = {},
): Promise<OperationsWorld> {
  const world = await helmWorld(major, env);
  const kube = await connectKube({ env: world.helm.env, clock: systemClock });
  onTestFinished(() => kube.close());
  const chart = join(world.folder, "chart");
  await mkdir(join(chart, "templates"), { recursive: true });
  await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: any\nversion: 1.0.0\n");
  await writeFile(join(chart, "templates", "all.yaml"), "{{ tpl .Values.manifest . }}");
  await writeFile(join(chart, "templates", "NOTES.txt"), "Look at {{ .Release.Name }}");

  const release: ReleaseMaker = async (name, manifest, overrides = {}) => {
    const values = JSON.stringify({ manifest: manifest.map((object) => JSON.stringify(object)).join("\n---\n") });
    const digest = createHash("sha256").update(values).digest("hex").slice(0, 63);
    const path = join(world.folder, `${digest}.yaml`);
    await writeFile(path, values);
    return plainRelease({ name, namespace, chart: { path: chart }, values: [{ path }], digest, ...overrides });
  };
  const operations = createReleaseOperations({ helm: world.helm, clock: systemClock, kube: () => kube });
  const signal = new AbortController().signal;
  const state = async (of: HelmRelease) => (await operations.states([of], signal)).get(of.uniqname);
  return {
    ...{ ...world, operations, release, state },
    call: { signal, progress: () => {} },
    deploy: async (of: HelmRelease, stop = signal) =>
      operations.upgrade(of, await state(of), { signal: stop, progress: () => {} }),
  };
}
