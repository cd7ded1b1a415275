import type { RegistryConfig, RepositoryConfig } from "../config/config.js";
import type { SelectedConfig } from "../plan/plan.js";
import { wantedTags } from "../plan/selection.js";
import { inFileNames, releaseData } from "./release-data.js";

/** `getPlan`: what is selected, in the keys of the file, without credentials. */
export function planData(selected: SelectedConfig): Readonly<Record<string, unknown>> {
  const { project = "", version = "", registries, repositories, monitors, releases, lifecycle } = selected;
  return {
    project,
    version,
    registries: registries.map(({ username: _, password: __, ...registry }: RegistryConfig) => inFileNames(registry)),
    repositories: repositories.map(({ name, url }: RepositoryConfig) => ({ name, url: withoutUser(url) })),
    monitors: monitors.map(({ name, type }) => ({ name, type })),
    releases: releases.map(releaseData),
    lifecycle,
  };
}

function withoutUser(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
}

/** `getTags`: those that were asked for, else those of all releases. */
export function planTags({ selection, releases }: SelectedConfig): readonly string[] {
  const wanted = wantedTags(selection);
  return wanted.length > 0 ? wanted : [...new Set(releases.flatMap(({ tags, uniqname }) => [...tags, uniqname]))];
}
