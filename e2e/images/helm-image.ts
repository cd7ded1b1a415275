import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { busyboxFiles } from "../tools/busybox.js";
import { cacheDirectory } from "../tools/cache-directory.js";
import { type HelmMajor, helmBinary } from "../tools/helm.js";
import { buildImage } from "../tools/image.js";
import { type Progress, withProgress } from "../tools/progress.js";

/** What plugins/helm-in-cluster/image makes, of the programs of this machine: busybox and a helm. */
export async function helmImage(
  major: HelmMajor,
  call: { readonly signal: AbortSignal; readonly progress: Progress },
  published?: string,
): Promise<{ readonly name: string; readonly archive: string }> {
  const helm = await helmBinary(major, call);
  const tag = basename(dirname(helm)).replace(/^helm-\d-/, "");
  const name = published ?? `localhost/helmwatch/helm:${tag}`;
  const archive = join(cacheDirectory(), "images", `helm-${tag}${published ? "-published" : ""}.tar`);
  if (!existsSync(archive)) {
    await withProgress(`packing ${name}`, call.progress, async () => {
      const unfinished = `${archive}.${process.pid}`;
      const files = { ...(await busyboxFiles(call)), "/usr/bin/helm": { copyOf: helm } };
      await buildImage({ name, files }, unfinished);
      await rename(unfinished, archive);
    });
  }
  return { name, archive };
}
