import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { type InClusterConfig, type Plan, writePlan } from "@helmwatch/core";
import { type Pack, packDirectory, packFiles } from "@helmwatch/kube/job";
import type { CommandCall } from "../command/command.js";
import { podKubeconfig, podScript, workPath } from "./pod-script.js";

export interface RunToPack {
  readonly call: Pick<CommandCall, "options" | "world">;
  readonly run: string;
  readonly plan: Plan;
  readonly inCluster: InClusterConfig;
  readonly context: string;
  /** An absent folder that becomes the plan. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** What helm on both sides must go by; see `podEnvironment` of @helmwatch/helm-in-cluster. */
const helmVariables = /^HELM_(DRIVER|QPS|BURST_LIMIT)$/;

/** All that the pod needs: the plan with its secrets, how helmwatch is called, and the variables it is given. */
export async function packRun({ call, run, plan, inCluster, context, folder, signal }: RunToPack): Promise<Pack> {
  const { options, world } = call;
  await writePlan(podPlan(plan, inCluster), folder, { signal, keepSecrets: true });
  const secret = pick(world.env, (name) => inCluster.env.includes(name));
  const args = [
    ...["up", "--followed-as", run, "--plandir", `${workPath}/files/plan`],
    ...["--output", "ndjson", "--log-format", "json", "--log-level", options.logLevel],
    ...(options.parallelLimit > 0 ? ["--parallel-limit", String(options.parallelLimit)] : []),
    ...(inCluster.env.length > 0 ? ["--secret-env", inCluster.env.join(",")] : []),
  ];
  const env = { ...pick(world.env, (name) => helmVariables.test(name)), ...secret, HELM_KUBECONTEXT: context };
  return packFiles({
    files: [{ name: "plan", content: await packDirectory(folder, await filesOf(folder)), isFolder: true }],
    entries: { "run.sh": podScript({ args, env }), kubeconfig: podKubeconfig(context) },
    what: "plan, charts and values of this run",
    hint: "Leave out of the charts what they do not need, or deploy fewer releases at a time by --tags.",
  });
}

/** The account of `rbac: namespaced` has no right to make namespaces; they are made beforehand. */
function podPlan(plan: Plan, { rbac }: InClusterConfig): Plan {
  if (rbac !== "namespaced") return plan;
  return { ...plan, releases: plan.releases.map((release) => ({ ...release, createNamespace: false })) };
}

function pick(env: Readonly<Record<string, string | undefined>>, wanted: (name: string) => boolean) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value !== undefined && wanted(name) ? [[name, value]] : [])),
  );
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
