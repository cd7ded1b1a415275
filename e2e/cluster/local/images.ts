import { createReadStream } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { busyboxFiles, busyboxImage } from "../../tools/busybox.js";
import { buildImage, type Image } from "../../tools/image.js";
import type { Progress } from "../../tools/progress.js";
import type { Command } from "./machine.js";

export const pauseImage = "localhost/helmwatch/pause:1";
export const containerdSocket = "/run/containerd/containerd.sock";

/** The images every local cluster has: what holds a pod's network, and busybox for the charts of tests. */
export async function buildClusterImages(
  folder: string,
  call: { signal: AbortSignal; progress: Progress },
): Promise<{ archive: string; name: string }[]> {
  const files = await busyboxFiles(call);
  const images: Image[] = [
    { name: pauseImage, files, entrypoint: ["/bin/sleep", "infinity"] },
    { name: busyboxImage, files, cmd: ["sh"] },
  ];
  return Promise.all(
    images.map(async (image, index) => ({
      name: image.name,
      archive: await buildImage(image, join(folder, `image-${index}.tar`)),
    })),
  );
}

export const ctrCommand = (...args: string[]): Command => [
  "ctr",
  "--address",
  containerdSocket,
  "--namespace",
  "k8s.io",
  ...args,
];

/** Brings an archive into a node's containerd and checks that it held the image of that name. */
export async function importImage(
  enter: (command: Command) => Command,
  { archive, name }: { archive: string; name: string },
): Promise<void> {
  // By standard input: the archive may lie in a folder that the node does not see.
  const [nsenter, ...importArgs] = enter(ctrCommand("images", "import", "-"));
  await execa(nsenter, importArgs, { input: createReadStream(archive) });
  const [, ...listArgs] = enter(ctrCommand("images", "list", "--quiet"));
  const names = (await execa(nsenter, listArgs)).stdout.split("\n");
  if (!names.includes(name)) throw new Error(`${archive} holds no image ${name}; the node has ${names.join(", ")}`);
}
