import type { ChartConfig, RepositoryConfig } from "../config/config.js";
import { takeCredentials } from "../config/take-credentials.js";
import type { LockReference } from "./chart-lock.js";

/** `repository`: of a `repository/chart`. */
export function lockReference(
  { name, version, repoUrl }: Pick<ChartConfig, "name" | "version" | "repoUrl">,
  repository?: Pick<RepositoryConfig, "url">,
): LockReference {
  const constraint = version ? { constraint: version } : {};
  if (repoUrl?.startsWith("oci://")) return { chart: `${bare(repoUrl)}/${name}`, ...constraint };
  if (repoUrl !== undefined) return { chart: name, repository: bare(repoUrl), ...constraint };
  if (repository === undefined) return { chart: takeCredentials(name).address, ...constraint };
  return { chart: name.slice(name.indexOf("/") + 1), repository: bare(repository.url), ...constraint };
}

const bare = (url: string) => takeCredentials(url).address.replace(/\/+$/, "");
