import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, HelmwatchError } from "@helmwatch/core/plugin";
import { dependencyArgv } from "../argv/fetch-argv.js";
import { helmFailure } from "../error/helm-failure.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import { hostOf } from "./chart-place.js";
import type { ChartSource, Repository } from "./chart-source.js";
import { outdatedDependencies } from "./outdated-dependencies.js";
import { ownRepository } from "./own-repository.js";
import { readChartMetadata } from "./read-chart-metadata.js";
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
 * Fills `charts/` of a local chart where something is missing or outdated, as `helm dependency` does in the chart's own
 * folder: from Chart.lock where there is one, else by resolving anew. What it needs of indexes and logins is fetched
 * before, so that helm itself refreshes nothing.
 */
export async function completeDependencies(
  { helm, clock, indexes, logins }: DependencySources,
  chart: ChartSource,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { dependencies } = await readChartMetadata(path);
  if ((await outdatedDependencies(helm, path, dependencies, signal)).length === 0) return;
  await checkAccess(helm, chart, signal);
  // helm gets all of them again, those that are there included.
  const addresses = [...new Set(dependencies.map(({ repository = "" }) => repository))];
  const hosts = addresses.filter((address) => address.startsWith("oci://")).map(hostOf);
  const repositories = addresses.flatMap((address) => repositoryOf(address, indexes.declared) ?? []);
  const { username: _, password: __, ...access } = chart; // Credentials of its own are for the chart itself.
  const [repositoryEnv, ...registryEnvs] = await Promise.all([
    indexes.use(repositories, chart.skipRefresh, signal),
    ...hosts.map((host) => logins.use(host, access, signal)),
  ]);
  // One helm, one file of logins: declared credentials come before those of the user's own logins.
  const declared = registryEnvs.find(({ HELM_REGISTRY_CONFIG: file }) => file === helm.home.registryConfig);
  const locked = await exists(join(path, "Chart.lock"));
  const call: HelmCall = {
    argv: dependencyArgv(locked ? "build" : "update", path, chart),
    files: [path, ...[chart.caFile, chart.certFile, chart.keyFile].filter((file) => file !== undefined)],
    env: { ...repositoryEnv, ...(declared ?? registryEnvs[0]) },
    deadlineMs,
    interruptible: true,
  };
  await retryTransient(clock, signal, async () => {
    const result = await helm.run(call, signal);
    if (result.ended !== "exit" || result.exitCode !== 0)
      throw helmFailure(`fetching the dependencies of chart "${chart.name}"`, "registry", call, result);
  });
}

/** Told instead of helm's "unknown flag", or of what comes of leaving the flag out. */
async function checkAccess(helm: Helm, chart: ChartSource, signal: AbortSignal): Promise<void> {
  const { dependencyAccess, version } = await helm.capabilities(signal);
  const { caFile, certFile, insecure, plainHttp } = chart;
  if (dependencyAccess || !(caFile || certFile || insecure || plainHttp)) return;
  throw new HelmwatchError(
    "HELM_TOO_OLD",
    `chart "${chart.name}": dependencies over plain_http, insecure, ca_file or cert_file need helm 3.17 or newer, this is helm ${version}`,
    { hint: "Install a newer helm, or put the dependencies into charts/." },
  );
}

/** Dependencies name a declared repository by `@name`, `alias:name` or its URL; an unknown URL is taken as public. */
function repositoryOf(address: string, declared: readonly Repository[]): Repository | undefined {
  const alias = /^(?:@|alias:)(.+)$/.exec(address)?.[1];
  const bare = (url: string) => url.replace(/\/+$/, "");
  const known = declared.find(({ name, url }) => (alias === undefined ? bare(url) === bare(address) : name === alias));
  return known ?? (/^https?:\/\//.test(address) ? ownRepository({ url: address }, {}) : undefined);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
