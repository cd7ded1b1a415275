import { labelTerm, type SelectedConfig, type Selection, selectReleases } from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import type { CommandCall } from "../command/command.js";
import { Rejected } from "../log/rejected.js";
import type { Options } from "../option/option-table.js";
import type { ConfigFile } from "./read-config-file.js";

/** The part of the file that `--tags` and its like ask for. Throws what makes that impossible, such as a cycle. */
export async function selectConfig(
  { source, config }: ConfigFile,
  { options, console }: Pick<CommandCall, "options" | "console">,
): Promise<SelectedConfig> {
  const { selected, diagnostics } = selectReleases(config, selectionOf(options), source);
  if (selected === undefined) throw new Rejected(diagnostics, source);
  await console.diagnostics(diagnostics, source);
  return selected;
}

/** Throws USAGE for a selector that is none. */
export function selectionOf({ tags, matchAllTags, dependencies, selector, environment }: Options): Selection {
  for (const term of selector)
    if (!labelTerm(term))
      throw new HelmwatchError("USAGE", `--selector is "${term}", expected key=value or key!=value`);
  return {
    ...{ tags, matchAll: matchAllTags, dependencies },
    ...(selector.length === 0 ? {} : { labels: selector }),
    ...(environment === undefined ? {} : { environment }),
  };
}
