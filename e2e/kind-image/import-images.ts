import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { ClaimedMachine } from "../cluster/local/claim-machine.js";
import { buildImage, type Image } from "../tools/image.js";
import { waitUntil } from "../tools/wait-until.js";

// Not where a dockerd looks for a containerd to use.
const socket = "/run/import.sock";

/** Puts images where containerd finds them once `root` is a node's root file system. */
export async function importImages(
  images: readonly Image[],
  root: string,
  { machine, run }: ClaimedMachine,
  signal: AbortSignal,
): Promise<void> {
  const config = join(run.path, "containerd.toml");
  await writeFile(config, 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n');
  const containerd = await machine.start("containerd", [
    ...(["containerd", "--config", config, "--address", socket] as const),
    ...["--root", join(root, "var/lib/containerd"), "--state", "/run/containerd"],
  ]);
  const ctr = async (...args: string[]) => {
    const [nsenter, ...command] = machine.enter(["ctr", "--address", socket, "--namespace", "k8s.io", ...args]);
    await execa(nsenter, command, { cancelSignal: signal });
  };
  await waitUntil("waiting for containerd", () => ctr("version"), { within: 20_000, signal, services: [containerd] });
  const archive = join(run.path, "image.tar");
  for (const image of images) {
    await buildImage(image, archive);
    // A node unpacks them when it starts, onto its own disk.
    await ctr("images", "import", "--no-unpack", archive);
  }
  await rm(archive);
}
