import { join } from "node:path";
import { execa } from "execa";
import type { Progress } from "../../tools/progress.js";
import { waitUntil } from "../../tools/wait-until.js";
import type { Cluster } from "../cluster.js";
import { bypassProxy } from "./bypass-proxy.js";
import { type Client, createCertificates } from "./certificates.js";
import { claimMachine } from "./claim-machine.js";
import { startControlPlane } from "./control-plane.js";
import { buildClusterImages, importImage } from "./images.js";
import { writeKubeconfig } from "./kubeconfig.js";
import type { Machine } from "./machine.js";
import { linkNetwork, routeServices, serviceNetwork } from "./network.js";
import { startContainerd, startNode } from "./node.js";
import { nodeName } from "./node-name.js";
import { localClusterObstacle } from "./obstacle.js";
import { clusterPrograms, type Programs } from "./programs.js";
import { keepLogs, type RunDirectory } from "./run-directory.js";

interface Call {
  signal: AbortSignal;
  progress: Progress;
}

/** A one-node cluster of real programs on this machine: seconds, once they are built. Needs Linux and root. */
export async function startLocalCluster(call: Call): Promise<Cluster> {
  const { signal, progress } = call;
  const obstacle = localClusterObstacle();
  if (obstacle)
    throw new Error(`no local cluster here: ${obstacle}; to use your own, set KUBECONFIG and choose existing`);
  const programs = await clusterPrograms(call);
  progress("starting the cluster");
  let ready = false;
  const { run, machine, remove } = await claimMachine({
    ip: programs.ip,
    signal,
    onDeath: (obituary) => ready && progress(obituary),
  });
  try {
    bypassProxy(run.nodeAddress);
    const kubeconfig = await startPrograms(machine, run, programs, call);
    ready = true;
    return {
      provider: "local",
      kubeconfig,
      loadImage: (archive, name) => importImage(machine.enter, { archive, name }),
      stop: remove,
    };
  } catch (error) {
    await machine.stop();
    const logs = signal.aborted ? undefined : await keepLogs(run);
    await remove();
    if (!logs) throw signal.reason;
    throw new Error(`the cluster did not start: ${(error as Error).message}\nAll logs: ${logs}`, { cause: error });
  }
}

/** The kubeconfig of an administrator, once a pod could run. */
async function startPrograms(machine: Machine, run: RunDirectory, programs: Programs, call: Call): Promise<string> {
  const { signal } = call;
  await linkNetwork(run, machine, programs.ip);
  await routeServices(run, machine, programs);
  const certificates = await createCertificates(run.path, {
    openssl: programs.openssl,
    addresses: [run.nodeAddress, serviceNetwork.apiServer],
  });
  const server = `https://${run.nodeAddress}:6443`;
  const kubeconfigs = Object.fromEntries(
    await Promise.all(
      Object.entries(certificates.clients).map(async ([name, client]) => [
        name,
        await writeKubeconfig(join(run.path, `${name}.kubeconfig`), {
          server,
          authority: certificates.authority,
          client,
        }),
      ]),
    ),
  ) as Record<Client, string>;

  await Promise.all([
    startControlPlane(machine, { programs, certificates, kubeconfigs, address: run.nodeAddress }, signal),
    (async () => {
      await startContainerd(machine, { run, programs }, signal);
      for (const image of await buildClusterImages(run.path, call)) await importImage(machine.enter, image);
    })(),
  ]);
  await startNode(machine, { run, programs, certificates, kubeconfigs });

  const kubectl = async (...args: string[]) =>
    (await execa(programs.kubectl, ["--kubeconfig", kubeconfigs.admin, ...args])).stdout;
  await waitUntil(
    "waiting for the node",
    async () => {
      const ready = `jsonpath={.status.conditions[?(@.type=="Ready")]}`;
      const condition = await kubectl("get", "node", nodeName, "--output", ready);
      if (!condition.includes('"status":"True"')) throw new Error(condition);
      // Pods are refused before it exists.
      await kubectl("get", "serviceaccount", "default");
    },
    { within: 60_000, signal, services: machine.services },
  );
  return kubeconfigs.admin;
}
