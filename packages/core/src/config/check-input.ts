import type { MonitorConfig, RegistryConfig, ReleaseConfig, RepositoryConfig } from "./config.js";
import { isDataMap } from "./data-path.js";
import type { Placed } from "./read-sections.js";

/** The good parts of a file, normalised, and the file's data for the names of the rest. */
export interface CheckInput {
  readonly data: Readonly<Record<string, unknown>>;
  readonly registries: readonly Placed<RegistryConfig>[];
  readonly repositories: readonly Placed<RepositoryConfig>[];
  readonly monitors: readonly Placed<MonitorConfig>[];
  readonly releases: readonly Placed<ReleaseConfig>[];
}

export type Suggest = (word: string, candidates: Iterable<string>) => string | undefined;

/** Every name in a list of the file, those of faulty items too. */
export function namesIn(list: unknown): Set<string> {
  const items = Array.isArray(list) ? list : [];
  return new Set(items.flatMap((item) => (isDataMap(item) && item.name != null ? [String(item.name)] : [])));
}
