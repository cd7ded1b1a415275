import type { CheckInput, Suggest } from "./check-input.js";
import { checkMonitors } from "./check-monitors.js";
import { checkReleases } from "./check-releases.js";
import type { Finding } from "./finding.js";
import type { Placed } from "./read-sections.js";
import { suggest } from "./suggest.js";

/** What only several parts together show: names, references, limits that exclude each other. */
export function checkConfig(input: CheckInput): Finding[] {
  const near = limitedSuggest(100);
  return [
    ...duplicates("registry", "registries", input.registries, ({ host }) => host, "host"),
    ...duplicates("repository", "repositories", input.repositories, ({ name }) => name),
    ...duplicates("monitor", "monitors", input.monitors, ({ name }) => name),
    ...checkMonitors(input),
    ...checkReleases(input, near),
  ];
}

function duplicates<T>(
  noun: string,
  list: string,
  items: readonly Placed<T>[],
  nameOf: (item: T) => string,
  key = "name",
) {
  const seen = new Set<string>();
  return items.flatMap(({ index, value }): Finding[] => {
    const name = nameOf(value);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `${noun} "${name}" stands in the file more than once`;
    return [{ code: "CONFIG_DUPLICATE_NAME", message, path: [list, index, key] }];
  });
}

/** Seeks only so many suggestions: thousands of wrong names among thousands of names would take minutes. */
function limitedSuggest(limit: number): Suggest {
  let left = limit;
  return (word, candidates) => (left-- > 0 ? suggest(word, candidates) : undefined);
}
