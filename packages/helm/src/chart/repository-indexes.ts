import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@helmwatch/core/plugin";
import { helmFailure } from "../error/helm-failure.js";
import { maskText } from "../error/mask-text.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import type { Repository } from "./chart-source.js";

const deadlineMs = 300_000;

export interface RepositoryIndexes {
  readonly declared: readonly Repository[];
  /**
   * Fetches the indexes, each once; `skipRefresh` takes one that is there already. Resolves to the environment of a helm
   * that knows just these repositories.
   */
  use(
    repositories: readonly Repository[],
    skipRefresh: boolean,
    signal: AbortSignal,
  ): Promise<{ readonly HELM_REPOSITORY_CONFIG: string }>;
}

/**
 * Writes helm's repositories.yaml itself instead of calling `helm repo add`: a password reaches helm without argv on
 * every version. One file per set of repositories: `helm dependency` fails when any index of its file is missing.
 */
export function repositoryIndexes(helm: Helm, declared: readonly Repository[], clock: Clock): RepositoryIndexes {
  const fetched = new Map<string, Promise<void>>();

  async function fetchIndex(repository: Repository, skipRefresh: boolean, signal: AbortSignal): Promise<void> {
    const { name, url } = repository;
    if (skipRefresh && (await exists(join(helm.home.repositoryCache, `${name}-index.yaml`)))) return;
    const { repoUpdateFlags } = await helm.capabilities(signal);
    const call: HelmCall = {
      argv: ["repo", "update", name, ...repoUpdateFlags],
      env: await writeFileOf(helm, [repository]),
      deadlineMs,
      interruptible: true,
    };
    await retryTransient(clock, signal, async () => {
      const result = await helm.run(call, signal);
      if (result.ended === "exit" && result.exitCode === 0) return;
      // The `Error:` line only counts failures; the reason is on stdout.
      const reason = /^\.\.\.Unable to get an update[^\n]*\n\s*(.+)$/m.exec(result.stdout)?.[1];
      const told = reason ? { ...result, stderr: `Error: ${reason}` } : result;
      throw helmFailure(`fetching the index of repository "${maskText(url)}"`, "registry", call, told);
    });
  }

  return {
    declared,
    async use(repositories, skipRefresh, signal) {
      await Promise.all(
        repositories.map((repository) => {
          const index = fetched.get(repository.name) ?? fetchIndex(repository, skipRefresh, signal);
          fetched.set(repository.name, index);
          return index;
        }),
      );
      return writeFileOf(helm, repositories);
    },
  };
}

async function writeFileOf(helm: Helm, repositories: readonly Repository[]) {
  const text = JSON.stringify({ repositories: repositories.map(toEntry) }); // JSON is YAML.
  const folder = join(helm.home.config, "repositories");
  const path = join(folder, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.yaml`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Renamed into place: another helm may be reading the same file.
  const draft = join(folder, `.${randomUUID()}`);
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
  return { HELM_REPOSITORY_CONFIG: path };
}

/** The mixed case is helm's own. */
function toEntry(repository: Repository): Record<string, unknown> {
  const { name, url, username, password, certFile, keyFile, caFile } = repository;
  return {
    ...{ name, url, username, password, certFile, keyFile, caFile },
    insecure_skip_tls_verify: repository.insecureSkipTlsVerify,
    pass_credentials_all: repository.passCredentialsAll,
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
