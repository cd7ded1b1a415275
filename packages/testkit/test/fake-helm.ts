import { readFileSync } from "node:fs";
import type { Clock, HelmCommand } from "@helmwatch/core/plugin";
import { renderChart } from "./fake-chart.js";
import type { FakeCluster, FakeObject } from "./fake-cluster.js";
import { fakeRecords, type Revision } from "./fake-records.js";
import { parseArgv } from "./parse-argv.js";

export interface FakeProcess {
  readonly ended: Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** SIGTERM: an upgrade marks its release as failed; helm dies of it in all else. */
  terminate(): void;
  kill(): void;
}

const resources: Record<string, string> = { ConfigMap: "configmaps", Deployment: "deployments", Job: "jobs" };
const resourceOf = ({ kind }: FakeObject) => resources[kind ?? ""] ?? "";
const isHook = ({ metadata }: FakeObject) => metadata.annotations?.["helm.sh/hook"] !== undefined;
const isTest = ({ metadata }: FakeObject) => metadata.annotations?.["helm.sh/hook"] === "test";
const isUnready = (object: FakeObject | undefined) => (object?.spec as { replicas?: number })?.replicas === 1;

/** Helm 4 on a fake cluster, as far as the charts of the suite go. */
export function startFakeHelm(cluster: FakeCluster, clock: Clock, command: HelmCommand): FakeProcess {
  const { verb, positional, option, options, has } = parseArgv(command.argv);
  const { env } = command;
  const [name = "", second = ""] = positional;
  const namespace = option("--namespace") ?? "";
  const records = fakeRecords(cluster, namespace, name, env.HELM_DRIVER);
  const dead = new AbortController();
  let terminated = false;
  let stdout = "";

  async function wait(done: () => boolean): Promise<void> {
    const end = clock.now() + Number(option("--timeout")?.replace("s", "") ?? 300) * 1000;
    while (!done()) {
      if (terminated) throw new Error("context canceled");
      if (clock.now() >= end) throw new Error("timed out waiting for the condition");
      await clock.sleep(100, dead.signal);
    }
  }
  const waits = has("--wait") || has("--wait=watcher");

  function putFailedPod(job: string): void {
    const containerStatuses = [{ name: "main", state: { terminated: { exitCode: 3, reason: "Error" } } }];
    cluster.put(namespace, "pods", {
      metadata: { name: `${job}-abc`, labels: { "job-name": job } },
      ...{ status: { phase: "Failed", containerStatuses }, log: "cannot reach the database\n" },
    });
  }

  async function roll(revision: Revision, before: readonly FakeObject[]): Promise<void> {
    const save = (status: string) => records.save({ ...revision, info: { ...revision.info, status } });
    save(records.all().length === 0 ? "pending-install" : `pending-${verb}`);
    try {
      const hook = revision.objects.find((object) => isHook(object) && !isTest(object));
      if (hook) {
        putFailedPod(hook.metadata.name);
        throw new Error(`failed pre-install: 1 error occurred:\n\t* job ${hook.metadata.name} failed: BackoffLimit`);
      }
      for (const object of before) cluster.remove(namespace, resourceOf(object), object.metadata.name);
      for (const object of revision.objects.filter((one) => !isTest(one)))
        cluster.put(namespace, resourceOf(object), object);
      const names = revision.objects.map(({ metadata }) => metadata.name);
      if (waits) await wait(() => !names.some((one) => isUnready(cluster.get(namespace, "deployments", one))));
      if (has("--wait-for-jobs")) throw new Error("resource Job/migrate not ready. status: Failed");
    } catch (error) {
      if (!dead.signal.aborted) save("failed");
      throw error;
    }
    for (const old of records.all())
      if (old.info.status === "deployed") records.save({ ...old, info: { ...old.info, status: "superseded" } });
    save("deployed");
    stdout += revision.info.notes ? `NOTES:\n${revision.info.notes}\n` : "";
  }

  async function upgrade(): Promise<void> {
    const all = records.all();
    const last = all.at(-1);
    if (!last) stdout += `Release "${name}" does not exist. Installing it now.\n`;
    if (last?.info.status.startsWith("pending-"))
      throw new Error("UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress");
    const texts = options("--values").map((path) => (path === "-" ? command.stdin : readFileSync(path, "utf8")));
    const values = Object.assign({}, ...texts.map((text) => JSON.parse(text || "{}")));
    const { objects, notes, bytes } = renderChart(second, name, values);
    const hooks = objects.filter(isHook).map((hook) => ({
      ...{ kind: hook.kind, name: hook.metadata.name, events: [hook.metadata.annotations?.["helm.sh/hook"] ?? ""] },
      last_run: { phase: isTest(hook) ? "" : "Failed" },
    }));
    const revision: Revision = {
      ...{ name, version: (last?.version ?? 0) + 1, objects, hooks, manifest: "", chart: bytes.toString("base64") },
      info: { status: "", notes, description: option("--description") ?? "" },
      labels: Object.fromEntries(options("--labels").map((label) => label.split("=") as [string, string])),
    };
    await roll(revision, last?.objects ?? []);
  }

  async function test(): Promise<void> {
    const last = records.all().at(-1)!;
    const wanted = options("--filter").map((filter) => filter.replace("name=", ""));
    const chosen = last.objects.filter(({ metadata }) => wanted.length === 0 || wanted.includes(metadata.name));
    const failed = chosen.filter((object) => isTest(object) && JSON.stringify(object).includes("exit 3"));
    const phase = (name: string) => (failed.some(({ metadata }) => metadata.name === name) ? "Failed" : "Succeeded");
    const hooks = (last.hooks as { name: string }[]).map((hook) =>
      chosen.some(({ metadata }) => metadata.name === hook.name)
        ? { ...hook, last_run: { phase: phase(hook.name) } }
        : hook,
    );
    records.save({ ...last, hooks });
    for (const { metadata } of failed) putFailedPod(metadata.name);
    if (failed.length > 0) throw new Error("1 error occurred:\n\t* job bad failed: BackoffLimitExceeded");
  }

  async function rollback(): Promise<void> {
    const all = records.all();
    const last = all.at(-1)!;
    const target = all.find(({ version }) => version === (second ? Number(second) : last.version - 1))!;
    await roll({ ...target, version: last.version + 1 }, last.objects);
  }

  async function uninstall(): Promise<void> {
    const last = records.all().at(-1);
    if (!last) {
      if (has("--ignore-not-found")) return;
      throw new Error("uninstall: Release not loaded: release: not found");
    }
    records.save({ ...last, info: { ...last.info, status: "uninstalling" } });
    const held = () =>
      last.objects.some(({ kind = "", metadata }) => {
        return cluster.get(namespace, resources[kind] ?? "", metadata.name)?.metadata.finalizers?.length;
      });
    await wait(() => !held());
    for (const object of last.objects) cluster.remove(namespace, resourceOf(object), object.metadata.name);
    records.removeAll();
  }

  async function main(): Promise<void> {
    if (verb === "version") stdout += "v4.3.1";
    else if (env.HELM_KUBEAPISERVER) throw new Error("kubernetes cluster unreachable: connection refused");
    else if (env.HELM_KUBEASUSER) throw new Error(`secrets is forbidden: User "${env.HELM_KUBEASUSER}" cannot list`);
    else await { upgrade, test, rollback, uninstall }[verb as "upgrade"]();
  }

  const death = new Promise<number>((resolve) =>
    dead.signal.addEventListener("abort", () => resolve(dead.signal.reason as number)),
  );
  const said = (exitCode: number, stderr: string) => ({ exitCode, stdout, stderr });
  return {
    ended: Promise.race([
      main().then(
        () => said(0, ""),
        (error: Error) => said(1, `Error: ${error.message}\n`),
      ),
      death.then((signal) => said(128 + signal, "")),
    ]),
    terminate() {
      terminated = true;
      if (verb !== "upgrade") dead.abort(15);
    },
    kill: () => dead.abort(9),
  };
}
