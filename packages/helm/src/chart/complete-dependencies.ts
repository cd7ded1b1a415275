import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@helmwatch/core/plugin";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import { hostOf } from "./chart-place.js";
import type { ChartSource } from "./chart-source.js";
import { ownRepository } from "./own-repository.js";
import type { ChartDependency } from "./read-chart-metadata.js";
import type { RegistryLogins } from "./registry-logins.js";
import type { RepositoryIndexes } from "./repository-indexes.js";

const deadlineMs = 600_000;

export interface DependencySources {
  readonly helm: Helm;
  readonly clock: Clock;
  readonly indexes: RepositoryIndexes;
  readonly logins: RegistryLogins;
}

/**
 * Fills `charts/` of a local chart where something is missing: from Chart.lock where there is one, else by resolving
 * anew. What it needs of indexes and logins is fetched before, so that helm itself refreshes nothing.
 */
export async function completeDependencies(
  { helm, clock, indexes, logins }: DependencySources,
  chart: ChartSource,
  path: string,
  dependencies: readonly ChartDependency[],
  signal: AbortSignal,
): Promise<void> {
  const missing = await missingDependencies(path, dependencies);
  if (missing.length === 0) return;
  await Promise.all(missing.map(({ repository = "" }) => prepare(repository)));
  const locked = await exists(join(path, "Chart.lock"));
  const call: HelmCall = {
    argv: ["dependency", locked ? "build" : "update", path, "--skip-refresh"],
    files: [path],
    deadlineMs,
    interruptible: true,
  };
  await retryTransient(clock, signal, async () => {
    const result = await helm.run(call, signal);
    if (result.ended !== "exit" || result.exitCode !== 0)
      throw helmFailure(`fetching the dependencies of chart "${chart.name}"`, "registry", call, result);
  });

  async function prepare(address: string): Promise<void> {
    if (address.startsWith("oci://")) {
      await logins.use(hostOf(address), {}, signal);
      return;
    }
    const alias = /^(?:@|alias:)(.+)$/.exec(address)?.[1];
    const bare = (url: string) => url.replace(/\/+$/, "");
    const declared = indexes
      .repositories()
      .find(({ name, url }) => (alias === undefined ? bare(url) === bare(address) : name === alias));
    const isUrl = /^https?:\/\//.test(address);
    const repository = declared ?? (isUrl ? ownRepository({ url: address }, {}) : undefined);
    if (repository) await indexes.use(repository, chart.skipRefresh, signal);
  }
}

/** helm keeps a dependency as `charts/<name>-<version>.tgz` or unpacked as `charts/<name>/`. */
async function missingDependencies(path: string, dependencies: readonly ChartDependency[]): Promise<ChartDependency[]> {
  if (dependencies.length === 0) return [];
  const present = await readdir(join(path, "charts")).catch((): string[] => []);
  return dependencies.filter(
    ({ name }) => !present.some((file) => file === name || (file.startsWith(`${name}-`) && file.endsWith(".tgz"))),
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
