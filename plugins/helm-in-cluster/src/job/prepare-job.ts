import { randomBytes } from "node:crypto";
import type { HelmCommand } from "@helmwatch/core/plugin";
import type { Pack } from "@helmwatch/kube/job";
import type { InClusterOptions } from "../in-cluster-options.js";
import { type PackOptions, packCommand } from "../pack/pack-command.js";
import { jobName } from "./job-name.js";
import type { Operation } from "./operation.js";

export const managedBy = { "app.kubernetes.io/managed-by": "helmwatch", "app.kubernetes.io/component": "helm" };

export interface PreparedJob {
  /** Tells what it does: the same operation on the same inputs has the same one. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pack: Pack;
}

/** Reads the command's files. */
export async function prepareJob(
  command: HelmCommand,
  { verb, release, namespace }: Operation,
  options: InClusterOptions,
  packing: PackOptions,
): Promise<PreparedJob> {
  const pack = await packCommand(podCommand(command, options), packing);
  // A question is asked anew each time: a Job that two helmwatch share would be removed under one of them.
  const digest = verb === "version" ? randomBytes(5).toString("hex") : pack.digest;
  const labels = { ...managedBy, "helmwatch/operation": verb, ...releaseLabels({ release, namespace }) };
  return { name: jobName(release ?? verb, digest), labels, pack };
}

/** On every Job and pod that works on the release. */
export function releaseLabels({ release, namespace }: { [key in "release" | "namespace"]?: string | undefined }) {
  return {
    ...(release ? { "helmwatch/release": release } : {}),
    ...(namespace ? { "helmwatch/namespace": namespace } : {}),
  };
}

/** The account of `rbac: namespaced` has no right to make namespaces; it is made beforehand. */
function podCommand(command: HelmCommand, { rbac }: InClusterOptions): HelmCommand {
  if (rbac !== "namespaced") return command;
  return { ...command, argv: command.argv.filter((argument) => argument !== "--create-namespace") };
}
