import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { nodeImage } from "../../kind-image/node-image.js";
import { debianPrograms } from "../../tools/debian-programs.js";
import type { Progress } from "../../tools/progress.js";
import { bypassProxy } from "../local/bypass-proxy.js";
import { claimMachine } from "../local/claim-machine.js";
import type { Machine } from "../local/machine.js";
import { linkNetwork } from "../local/network.js";
import { startDockerDaemon } from "./docker-daemon.js";
import type { KindOptions, Place } from "./place.js";

/** Through systemd, each pod would start seconds later. */
const kubeletConfig = { kind: "KubeletConfiguration", failCgroupV1: false, cgroupDriver: "cgroupfs" };

/** In a docker of our own, of a node image of our own. */
export async function claimOwnPlace(
  { name, kubernetes }: KindOptions,
  call: { signal: AbortSignal; progress: Progress },
): Promise<Place> {
  const image = await nodeImage(kubernetes, call);
  const [ip] = await debianPrograms(["ip"], call);
  const claimed = await claimMachine({ ip, signal: call.signal, onDeath: call.progress });
  const { run, machine, remove } = claimed;
  try {
    const store = join(run.path, "docker");
    await copyStore(image.store, store);
    await keepInMemory(machine, join(store, "volumes"));
    await linkNetwork(run, machine, ip);
    // Of this run alone, as the addresses of the link: this machine then knows the one by which a node's pods reach it.
    const nodes = `198.19.${run.number}.0/24`;
    await execa(ip, ["route", "add", nodes, "via", run.nodeAddress]);
    bypassProxy(run.nodeAddress);
    const env = await startDockerDaemon({ machine, run, store, network: nodes }, call);
    return {
      ...{ run, remove, image: image.name, name: name ?? `helmwatch-e2e-${run.number}` },
      env: { ...env, KIND_EXPERIMENTAL_PROVIDER: "docker" },
      config: {
        // Where this process reaches it; kind could not look for a free port there.
        networking: { apiServerAddress: run.nodeAddress, apiServerPort: 6443, disableDefaultCNI: true },
        kubeadmConfigPatches: [stringify(kubeletConfig)],
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What is large, the files of the layers, is never written to: links to it do, and take no time and no space. */
async function copyStore(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o710 });
  await execa("cp", ["--archive", "--link", join(from, "overlay2"), to]);
  await execa("sh", ["-c", 'cd "$0" && cp --archive $(ls --ignore=overlay2) "$1"', from, to]);
}

/** What a node writes, all in a volume of it, is for a cluster that nobody misses after a power cut. */
async function keepInMemory({ enter }: Machine, folder: string): Promise<void> {
  const [nsenter, ...mount] = enter(["mount", "-n", "-t", "tmpfs", "-o", "mode=701", "helmwatch", folder]);
  await execa(nsenter, mount);
}
