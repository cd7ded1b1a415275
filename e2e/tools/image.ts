import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** What a path in an image is: a copy of a file of this machine with its mode, a text, or a symbolic link. */
export type ImageFile = { copyOf: string } | { text: string; executable?: boolean } | { linkTo: string };

export interface Image {
  /** Full name, e.g. `localhost/helmwatch/nats:1`. */
  name: string;
  /** By absolute path in the image. */
  files: Readonly<Record<string, ImageFile>>;
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/**
 * Writes `archive`: an OCI image layout with one layer, as `Cluster.loadImage` and `ctr images import` take it. The same
 * image gives the same digest on every machine.
 */
export async function buildImage(image: Image, archive: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), "helmwatch-image-"));
  try {
    const root = join(work, "root");
    for (const [path, file] of Object.entries(image.files)) await place(file, join(root, path));
    await mkdir(join(root, "tmp"), { recursive: true });
    await chmod(join(root, "tmp"), 0o1777);
    await tar(join(work, "layer.tar"), root);

    const layout = join(work, "layout");
    const blobs = join(layout, "blobs/sha256");
    await mkdir(blobs, { recursive: true });
    const blob = async (mediaType: string, content: Buffer) => {
      const digest = createHash("sha256").update(content).digest("hex");
      await writeFile(join(blobs, digest), content);
      return { mediaType, digest: `sha256:${digest}`, size: content.length };
    };
    const json = (value: unknown) => Buffer.from(JSON.stringify(value));

    const layer = await blob("application/vnd.oci.image.layer.v1.tar", await readFile(join(work, "layer.tar")));
    const config = await blob("application/vnd.oci.image.config.v1+json", json(configOf(image, layer.digest)));
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const manifest = await blob(mediaType, json({ schemaVersion: 2, mediaType, config, layers: [layer] }));
    const annotations = { "io.containerd.image.name": image.name };
    await writeFile(join(layout, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
    await writeFile(join(layout, "index.json"), json({ schemaVersion: 2, manifests: [{ ...manifest, annotations }] }));
    await mkdir(dirname(archive), { recursive: true });
    await tar(archive, layout);
    return archive;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function place(file: ImageFile, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if ("linkTo" in file) await symlink(file.linkTo, path);
  else if ("copyOf" in file) await copyFile(file.copyOf, path);
  else await writeFile(path, file.text, { mode: file.executable ? 0o755 : 0o644 });
}

const tar = (archive: string, folder: string) =>
  execa("tar", [
    ...["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "--format=gnu"],
    ...["--create", "--file", archive, "--directory", folder, "."],
  ]);

function configOf({ entrypoint, cmd, env }: Image, layer: string) {
  return {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: {
      Env: Object.entries({ PATH: "/usr/bin:/bin", ...env }).map(([name, value]) => `${name}=${value}`),
      ...(entrypoint && { Entrypoint: entrypoint }),
      ...(cmd && { Cmd: cmd }),
    },
    rootfs: { type: "layers", diff_ids: [layer] },
  };
}
