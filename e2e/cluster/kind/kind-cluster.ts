import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { type Progress, withProgress } from "../../tools/progress.js";
import { waitUntil } from "../../tools/wait-until.js";
import type { Cluster } from "../cluster.js";
import { buildClusterImages } from "../local/images.js";
import { kubernetesPrograms } from "../local/programs.js";
import { keepLogs } from "../local/run-directory.js";
import { kindProgram } from "./kind-program.js";
import { loadArchive } from "./load-archive.js";
import { claimOwnPlace } from "./own-place.js";
import type { KindOptions, Place } from "./place.js";
import { kindClusterObstacle, usersDockerAnswers } from "./users-docker.js";
import { claimUsersPlace } from "./users-place.js";

/** A cluster of kind, by the docker daemon that answers or else by one of our own; removed with all that is ours. */
export async function startKindCluster(
  options: KindOptions,
  call: { signal: AbortSignal; progress: Progress },
): Promise<Cluster> {
  const { signal, progress } = call;
  const obstacle = kindClusterObstacle();
  if (obstacle) throw new Error(`no kind cluster here: ${obstacle}`);
  const kind = await kindProgram(call);
  const place = await (usersDockerAnswers() ? claimUsersPlace : claimOwnPlace)({ kind, ...options }, call);
  const kubeconfig = join(place.run.path, "admin.kubeconfig");
  try {
    await create(place, { kind, kubeconfig }, call);
    await waitForPods(kubeconfig, call);
    const loadImage = (archive: string) => loadArchive({ kind, ...place }, archive, signal);
    for (const { archive } of await buildClusterImages(place.run.path, call)) await loadImage(archive);
    progress(`the kind cluster ${place.name} is ready`);
    return { provider: "kind", kubeconfig, loadImage, stop: place.remove };
  } catch (error) {
    const logs = signal.aborted ? undefined : await keepLogs(place.run);
    await place.remove();
    if (!logs) throw signal.reason;
    throw new Error(`the kind cluster did not start: ${(error as Error).message}\nAll logs: ${logs}`, { cause: error });
  }
}

async function create(
  { name, run, image, config, env }: Place,
  { kind, kubeconfig }: { kind: string; kubeconfig: string },
  { signal, progress }: { signal: AbortSignal; progress: Progress },
): Promise<void> {
  const configFile = join(run.path, "kind.yaml");
  await writeFile(configFile, stringify({ kind: "Cluster", apiVersion: "kind.x-k8s.io/v1alpha4", ...config }));
  const flags = ["--name", name, "--image", image, "--config", configFile, "--kubeconfig", kubeconfig];
  const { failed, stderr } = await withProgress(`creating the kind cluster ${name} of ${image}`, progress, () =>
    execa(kind, ["create", "cluster", ...flags, "--wait", "120s", "--retain"], {
      env,
      reject: false,
      cancelSignal: signal,
    }),
  );
  signal.throwIfAborted();
  if (!failed) return;
  await execa(kind, ["export", "logs", join(run.logs, "kind"), "--name", name], { env, reject: false });
  throw new Error(stderr);
}

/** Until a pod could run; a node keeps its first taints for a moment after it is ready. */
async function waitForPods(kubeconfig: string, call: { signal: AbortSignal; progress: Progress }) {
  const { kubectl } = await kubernetesPrograms(call);
  const get = async (...args: string[]) =>
    (await execa(kubectl, ["--kubeconfig", kubeconfig, "get", ...args], { cancelSignal: call.signal })).stdout;
  await waitUntil(
    "waiting for the node",
    async () => {
      const taints = await get("nodes", "--output", "jsonpath={.items[*].spec.taints}");
      if (taints) throw new Error(`its taints are ${taints}`);
      await get("serviceaccount", "default");
    },
    { within: 60_000, signal: call.signal },
  );
}
