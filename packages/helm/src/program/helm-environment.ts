import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where helm keeps its own files. */
export interface HelmHome {
  readonly directory: string;
  readonly data: string;
  readonly config: string;
  readonly cache: string;
  readonly repositoryConfig: string;
  readonly repositoryCache: string;
  readonly registryConfig: string;
  readonly contentCache: string;
}

export function helmHome(directory: string, contentCache?: string): HelmHome {
  return {
    directory,
    data: join(directory, "data"),
    config: join(directory, "config"),
    cache: join(directory, "cache"),
    repositoryConfig: join(directory, "config", "repositories.yaml"),
    repositoryCache: join(directory, "cache", "repository"),
    registryConfig: join(directory, "config", "registry", "config.json"),
    contentCache: contentCache ?? join(directory, "cache", "content"),
  };
}

/**
 * Where a `helm registry login` of the user left its credentials.
 * Source: https://helm.sh/docs/helm/helm/ (the environment variables and the folders of each system)
 */
export function userRegistryConfig(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.HELM_REGISTRY_CONFIG) return env.HELM_REGISTRY_CONFIG;
  const { HELM_CONFIG_HOME, XDG_CONFIG_HOME, HOME } = env;
  const folder = HELM_CONFIG_HOME || (XDG_CONFIG_HOME && join(XDG_CONFIG_HOME, "helm"));
  if (folder) return join(folder, "registry", "config.json");
  if (!HOME) return undefined;
  const usual = [join(HOME, ".config", "helm"), join(HOME, "Library", "Preferences", "helm")];
  return usual.map((directory) => join(directory, "registry", "config.json")).find(existsSync);
}

/**
 * Of the user's `HELM_*` variables only these reach helm: where it stores releases, how it reaches the cluster and how
 * fast it may ask, and the plugins it may load. Flags of ours have defaults there that would change what we mean.
 */
const kept = /^HELM_(DRIVER|MEMORY_DRIVER_DATA|KUBE\w+|QPS|BURST_LIMIT|PLUGINS)$/;

/** The user's environment (PATH, proxies, KUBECONFIG, what credential programs need) with helm's homes replaced. */
export function helmEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  home: HelmHome,
): Readonly<Record<string, string>> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && (!name.startsWith("HELM_") || kept.test(name))) passed[name] = value;
  return {
    ...passed,
    HELM_DATA_HOME: home.data,
    HELM_CONFIG_HOME: home.config,
    HELM_CACHE_HOME: home.cache,
    HELM_REPOSITORY_CONFIG: home.repositoryConfig,
    HELM_REPOSITORY_CACHE: home.repositoryCache,
    HELM_REGISTRY_CONFIG: home.registryConfig,
    HELM_CONTENT_CACHE: home.contentCache,
    HELM_DEBUG: "false",
    // Plugins are commands of helm that nobody calls here; looking for them costs every start.
    ...(passed.HELM_PLUGINS ? {} : { HELM_NO_PLUGINS: "1" }),
    NO_COLOR: "1",
  };
}
