import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Clock, HelmwatchError } from "@helmwatch/core/plugin";
import { type PullOptions, pullArgv } from "../argv/fetch-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import { readChartMetadata } from "./read-chart-metadata.js";

const deadlineMs = 600_000;

export interface Pull extends PullOptions {
  readonly reference: string;
  /** Names helm's files with the credentials to use. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where a directory for the archive is made. */
  readonly directory: string;
}

export interface PulledChart {
  readonly path: string;
  /** Of the OCI manifest where helm tells it, else of the archive. */
  readonly digest: string;
}

export async function pullChart(helm: Helm, clock: Clock, pull: Pull, signal: AbortSignal): Promise<PulledChart> {
  const { reference, directory, env = {}, caFile, certFile, keyFile } = pull;
  const destination = await mkdtemp(join(directory, "pull-"));
  const call: HelmCall = {
    argv: pullArgv(reference, destination, pull),
    files: [caFile, certFile, keyFile].filter((file) => file !== undefined),
    env,
    deadlineMs,
    interruptible: true,
  };
  const result = await retryTransient(clock, signal, async () => {
    const result = await helm.run(call, signal);
    if (result.ended === "exit" && result.exitCode === 0) return result;
    throw helmFailure(
      `pull of chart "${reference}"${pull.version ? ` ${pull.version}` : ""}`,
      "registry",
      call,
      result,
    );
  });
  const archive = (await readdir(destination)).find((name) => name.endsWith(".tgz"));
  if (archive === undefined)
    throw new HelmwatchError("HELM_FETCH_FAILED", `helm pulled chart "${reference}" but left no archive`, {
      facts: { argv: call.argv, where: result.where },
    });
  const path = await withPackageName(destination, archive);
  // Helm 3 tells it on stderr, Helm 4 on stdout.
  const told = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(`${result.stdout}\n${result.stderr}`)?.[1];
  return { path, digest: told ?? (await digestFile(path)) };
}

/** What was pulled by a digest is named after it, but signatures are of the name that `helm package` gave. */
async function withPackageName(folder: string, archive: string): Promise<string> {
  const path = join(folder, archive);
  if (!archive.includes("@")) return path;
  const { name, version } = await readChartMetadata(path);
  const better = join(folder, `${name}-${version}.tgz`);
  await rename(path, better);
  await rename(`${path}.prov`, `${better}.prov`).catch(() => {}); // Most charts have none.
  return better;
}

export async function digestFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest("hex")}`;
}
