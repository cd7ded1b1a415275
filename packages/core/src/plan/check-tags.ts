import type { ReleaseConfig } from "../config/config.js";
import { suggest } from "../config/suggest.js";
import type { Diagnostic } from "../plugin/index.js";
import { type Selection, wantedTags } from "./selection.js";

/** Tags that nobody carries, and a selection that is empty. They come from the command line, so they have no place. */
export function checkTags(
  releases: readonly ReleaseConfig[],
  selection: Selection,
  anySelected: boolean,
): readonly Diagnostic[] {
  const wanted = wantedTags(selection);
  const { labels = [] } = selection;
  if (wanted.length === 0) {
    if (anySelected || labels.length === 0) return [];
    const hint = "terms are key=value or key!=value, over labels, name, namespace and chart";
    return [{ code: "USAGE", severity: "error", message: `no release has ${labels.join(" and ")}`, hint }];
  }
  const tags = new Set(releases.flatMap((release) => release.tags));
  const uniqnames = new Set(releases.map(({ uniqname }) => uniqname));
  const byName = new Map(releases.map(({ name, uniqname }) => [name, uniqname]));
  const unknown = wanted.filter((tag) => !tags.has(tag) && !uniqnames.has(tag));
  const diagnostics = unknown.map((tag): Diagnostic => {
    const word = byName.has(tag) ? tag : suggest(tag, [...tags, ...byName.keys(), ...uniqnames]);
    const near = word !== undefined && !tags.has(word) ? (byName.get(word) ?? word) : word;
    const hint = near === undefined ? knownTags(tags) : `did you mean "${near}"?`;
    const severity = anySelected ? "warning" : "error";
    return { code: "USAGE", severity, message: `no release carries the tag "${tag}"`, hint };
  });
  if (anySelected || unknown.length > 0) return diagnostics;
  const all = wanted.map((tag) => `"${tag}"`).join(" and ");
  const besides = labels.length === 0 ? "" : ` and has ${labels.join(" and ")}`;
  const which = wanted.length === 1 || !selection.matchAll ? "a tag of" : "all of the tags";
  return [{ code: "USAGE", severity: "error", message: `no release carries ${which} ${all}${besides}` }];
}

function knownTags(tags: ReadonlySet<string>): string {
  if (tags.size === 0) return "no release of the file has tags; a release's name@namespace works as one";
  const shown = [...tags].sort().slice(0, 20);
  const more = tags.size > shown.length ? ` and ${tags.size - shown.length} more` : "";
  return `known tags: ${shown.join(", ")}${more}`;
}
