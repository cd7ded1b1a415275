import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "@helmwatch/core/plugin";
import { helmFailure } from "../error/helm-failure.js";
import { maskUrlUser } from "../error/mask-url-user.js";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import { retryTransient } from "../retry/retry-transient.js";
import type { Repository } from "./chart-source.js";

const deadlineMs = 300_000;

export interface RepositoryIndexes {
  readonly repositories: () => readonly Repository[];
  /** Makes helm know the repository and fetches its index, once; `skipRefresh` takes an index that is there already. */
  use(repository: Repository, skipRefresh: boolean, signal: AbortSignal): Promise<void>;
}

/**
 * Writes helm's repositories.yaml itself instead of calling `helm repo add`: a password reaches helm without argv on
 * every version, and many repositories take one write.
 */
export function repositoryIndexes(helm: Helm, declared: readonly Repository[], clock: Clock): RepositoryIndexes {
  const known = new Map(declared.map((repository) => [repository.name, repository]));
  const fetched = new Map<string, Promise<void>>();
  const { repositoryConfig, repositoryCache } = helm.home;
  let written: Promise<void> = Promise.resolve();
  let writtenCount = -1;

  function write(): Promise<void> {
    written = written.then(async () => {
      if (writtenCount === known.size) return;
      const entries = [...known.values()];
      await mkdir(dirname(repositoryConfig), { recursive: true, mode: 0o700 });
      // JSON is YAML. Renamed, since another helm may be reading it.
      await writeFile(`${repositoryConfig}.new`, JSON.stringify({ repositories: entries.map(toEntry) }), {
        mode: 0o600,
      });
      await rename(`${repositoryConfig}.new`, repositoryConfig);
      writtenCount = entries.length;
    });
    return written;
  }

  async function fetchIndex({ name, url }: Repository, skipRefresh: boolean, signal: AbortSignal): Promise<void> {
    await write();
    if (skipRefresh && (await exists(join(repositoryCache, `${name}-index.yaml`)))) return;
    const { repoUpdateFlags } = await helm.capabilities(signal);
    const call: HelmCall = { argv: ["repo", "update", name, ...repoUpdateFlags], deadlineMs, interruptible: true };
    await retryTransient(clock, signal, async () => {
      const result = await helm.run(call, signal);
      if (result.ended !== "exit" || result.exitCode !== 0)
        throw helmFailure(`fetching the index of repository "${maskUrlUser(url)}"`, "registry", call, result);
    });
  }

  return {
    repositories: () => [...known.values()],
    use(repository, skipRefresh, signal) {
      const { name } = repository;
      known.set(name, known.get(name) ?? repository);
      let index = fetched.get(name);
      if (!index) {
        index = fetchIndex(repository, skipRefresh, signal);
        fetched.set(name, index);
      }
      return index;
    },
  };
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
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
