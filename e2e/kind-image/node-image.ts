import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { startDockerDaemon } from "../cluster/kind/docker-daemon.js";
import { kindBaseFiles, kindProgram } from "../cluster/kind/kind-program.js";
import { type ClaimedMachine, claimMachine } from "../cluster/local/claim-machine.js";
import { cniConfig } from "../cluster/local/network.js";
import { kubeadmPrograms, kubernetesPrograms } from "../cluster/local/programs.js";
import { cacheDirectory } from "../tools/cache-directory.js";
import { debianPrograms } from "../tools/debian-programs.js";
import type { Image } from "../tools/image.js";
import { type Progress, withProgress } from "../tools/progress.js";
import { startService } from "../tools/start-service.js";
import { componentImages } from "./component-images.js";
import { containerdConfig } from "./containerd-config.js";
import { importImages } from "./import-images.js";

interface Call {
  signal: AbortSignal;
  progress: Progress;
}

/** A node image for kind, made of what this machine's package registries have. */
export interface NodeImage {
  readonly name: string;
  /** Of Kubernetes, as in `v1.35.4`. */
  readonly version: string;
  /** The data-root of a dockerd that has it and nothing else. */
  readonly store: string;
}

/**
 * The image of the Kubernetes version that the local cluster has, too, made on first use (a minute once the programs are
 * built), and kept. Fails if `kubernetes`, such as `1.36`, is another.
 */
export async function nodeImage(kubernetes: string | undefined, call: Call): Promise<NodeImage> {
  const { kubelet, kubectl } = await kubernetesPrograms(call);
  const { kubeadm } = await kubeadmPrograms(call);
  const kind = await kindProgram(call);
  const version = (await execa(kubelet, ["--version"])).stdout.split(" ")[1]!;
  if (kubernetes && !version.startsWith(`v${kubernetes}.`)) {
    throw new Error(
      `Kubernetes ${kubernetes}: without a docker daemon, kind has only the ${version} that is built here`,
    );
  }
  const images = await componentImages(version, call);
  const name = `localhost/helmwatch/kind-node:${version}`;
  const folder = join(cacheDirectory(), "kind-image", `${version}-${await digest([kind, ...programsOf(images)])}`);
  const store = join(folder, "docker");
  if (existsSync(store)) return { name, version, store };

  const [ip] = await debianPrograms(["ip", "mmdebstrap", "dockerd", "containerd"], call);
  const claimed = await claimMachine({ ip, signal: call.signal, onDeath: () => {} });
  try {
    const root = join(claimed.run.path, "root");
    await withProgress("kind's node image (1/3): the root file system, from Debian packages", call.progress, () =>
      makeRootFileSystem(root, claimed, call.signal),
    );
    for (const program of [kubelet, kubeadm, kubectl]) {
      await copyFile(program, join(root, "usr/bin", basename(program)));
    }
    await writeFile(join(root, "kind/version"), version);
    const pause = images.find((image) => image.name.includes("/pause:"))!;
    await writeFile(join(root, "etc/containerd/config.toml"), containerdConfig(pause.name));
    await mkdir(join(root, "etc/cni/net.d"), { recursive: true });
    await writeFile(join(root, "etc/cni/net.d/pods.conflist"), JSON.stringify(cniConfig));
    await withProgress("kind's node image (2/3): the images of Kubernetes", call.progress, () =>
      importImages(images, root, claimed, call.signal),
    );
    await withProgress("kind's node image (3/3): packing", call.progress, () => pack(root, name, claimed, call));
    // Its dockerd must not write to what others copy.
    await claimed.machine.stop();
    await mkdir(folder, { recursive: true });
    await rename(join(claimed.run.path, "docker"), store).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    return { name, version, store };
  } finally {
    await claimed.remove();
  }
}

/** Of everything that decides what the image becomes; a program's folder names its version and sources. */
async function digest(programs: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(cniConfig));
  for (const program of programs) hash.update(basename(dirname(program)));
  for (const file of (await readdir(import.meta.dirname)).filter((name) => /\.(ts|sh)$/.test(name)).sort()) {
    hash.update(await readFile(join(import.meta.dirname, file)));
  }
  return hash.digest("hex").slice(0, 10);
}

const programsOf = (images: readonly Image[]) =>
  images.flatMap(({ files }) => Object.values(files).flatMap((file) => ("copyOf" in file ? [file.copyOf] : [])));

/** In namespaces of its own, for what it mounts; not in the machine's, from where no package can be reached. */
async function makeRootFileSystem(root: string, { run }: ClaimedMachine, signal: AbortSignal): Promise<void> {
  const script = join(import.meta.dirname, "root-file-system.sh");
  const service = await startService(
    "root-file-system.sh",
    [
      ...(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"] as const),
      ...["sh", script, root, await kindBaseFiles(signal)],
    ],
    { logFile: join(run.logs, "root-file-system.log") },
  );
  signal.addEventListener("abort", service.kill, { once: true });
  const cause = await service.ended;
  signal.throwIfAborted();
  if (cause !== "exit code 0") {
    const log = (await readFile(service.logFile, "utf8")).trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(`kind's node image: making its root file system failed (${cause}):\n${log}`);
  }
}

async function pack(root: string, name: string, { machine, run }: ClaimedMachine, call: Call): Promise<void> {
  const store = join(run.path, "docker");
  const env = await startDockerDaemon({ machine, run, store }, call);
  const changes = [`ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]`, "ENV container=docker"];
  const docker = ["import", ...changes.flatMap((change) => ["--change", change]), "-", name];
  const script = 'tar --create --numeric-owner --directory "$0" . | docker "$@"';
  await execa("sh", ["-c", script, root, ...docker], { env, cancelSignal: call.signal });
  await rm(root, { recursive: true });
}
