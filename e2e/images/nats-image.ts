import { existsSync } from "node:fs";
import { readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { cacheDirectory } from "../tools/cache-directory.js";
import { goPrograms } from "../tools/go-programs.js";
import { buildImage } from "../tools/image.js";
import { type Progress, withProgress } from "../tools/progress.js";

/**
 * The workload of the demo, built on first use: a NATS server, the exporter of its metrics, and an application that
 * publishes and consumes. `archive` is what `ctr images import` and `kind load image-archive` take.
 */
export async function natsImage(call: {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}): Promise<{ readonly name: string; readonly archive: string }> {
  const directory = join(import.meta.dirname, "nats");
  const server = "github.com/nats-io/nats-server/v2";
  const programs = await goPrograms(
    {
      directory,
      module: server,
      sources: (await readdir(directory, { recursive: true })).filter((path) => path.endsWith(".go")).sort(),
      packages: { "nats-server": server, exporter: "./cmd/exporter", traffic: "./cmd/traffic" },
      variables: () => ({}),
    },
    call,
  );
  // The folder's name tells the server's version and a digest of the sources: a change gives an image of another name.
  const tag = basename(dirname(programs["nats-server"])).replace(/^nats-/, "");
  const name = `localhost/helmwatch/nats:${tag}`;
  const archive = join(cacheDirectory(), "images", `nats-${tag}.tar`);
  if (!existsSync(archive)) {
    await withProgress(`packing ${name}`, call.progress, async () => {
      const unfinished = `${archive}.${process.pid}`;
      const files = Object.entries(programs).map(([program, copyOf]) => [`/${program}`, { copyOf }]);
      await buildImage({ name, files: Object.fromEntries(files) }, unfinished);
      await rename(unfinished, archive);
    });
  }
  return { name, archive };
}
