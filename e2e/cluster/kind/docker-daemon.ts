import { chmod, copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { debianPrograms } from "../../tools/debian-programs.js";
import type { Progress } from "../../tools/progress.js";
import { waitUntil } from "../../tools/wait-until.js";
import type { Machine } from "../local/machine.js";
import type { RunDirectory } from "../local/run-directory.js";

/** Where the daemon of a run listens: beside the run's kubeconfig. */
export const dockerSocket = (runPath: string) => join(runPath, "docker.sock");

export interface DockerDaemon {
  readonly machine: Machine;
  readonly run: RunDirectory;
  /** Its data-root, in the run directory. */
  readonly store: string;
  /** For the one network that it will be asked to make. */
  readonly network?: string;
}

/** Starts a dockerd in a machine, so that all it makes ends with the machine; the environment by which it is reached. */
export async function startDockerDaemon(
  { machine, run, store, network }: DockerDaemon,
  call: { signal: AbortSignal; progress: Progress },
): Promise<Readonly<Record<string, string>>> {
  const [docker, dockerd] = await debianPrograms(["docker", "dockerd", "containerd", "runc"], call);
  const runtime = join(run.path, "runc");
  await copyFile(join(import.meta.dirname, "runc.sh"), runtime);
  await chmod(runtime, 0o755);
  const host = `unix://${dockerSocket(run.path)}`;
  const config = {
    hosts: [host],
    "data-root": store,
    "exec-root": "/run/docker",
    pidfile: "/run/docker.pid",
    "storage-driver": "overlay2",
    // kind makes a network of its own.
    bridge: "none",
    ...(network && { "default-address-pools": [{ base: network, size: Number(network.split("/")[1]) }] }),
    "exec-opts": ["native.cgroupdriver=cgroupfs"],
    "cgroup-parent": `/${run.cgroup}`,
    // Not lower than ours: some machines forbid that.
    "oom-score-adjust": 0,
    runtimes: { weaker: { path: runtime } },
    "default-runtime": "weaker",
  };
  const configFile = join(run.path, "docker.json");
  await writeFile(configFile, JSON.stringify(config));
  await provideModulesFolder(machine);
  const daemon = await machine.start("dockerd", [dockerd, "--config-file", configFile]);
  const env = { DOCKER_HOST: host };
  await waitUntil("waiting for dockerd", () => execa(docker, ["version"], { env }), {
    within: 30_000,
    signal: call.signal,
    services: [daemon],
  });
  return env;
}

/** kind mounts /lib/modules into its nodes, and docker would make that folder on the real machine where it is missing. */
async function provideModulesFolder({ enter }: Machine): Promise<void> {
  const overlay = "lowerdir=/lib,upperdir=/run/lib/upper,workdir=/run/lib/work";
  const script = `[ -e /lib/modules ] || {
    mkdir -p /run/lib/upper/modules /run/lib/work
    mount -n -t overlay -o ${overlay} helmwatch /lib
  }`;
  const [nsenter, ...args] = enter(["sh", "-euc", script]);
  await execa(nsenter, args);
}
