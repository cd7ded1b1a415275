import { isDataMap } from "../config/data-path.js";
import type { Place } from "../config/finding.js";
import { locateIn, type Path, textAt } from "../config/source-map.js";
import type { ConfigFile } from "./config-file.js";
import { childOf, entriesOf, itemsOf, listOf, mapOf, merge, type Origins, type Part } from "./part.js";
import { rebaseConfig, rebaseRelease } from "./rebase.js";

/** One config made of several files and layers, which knows where everything in it was written. */
export interface Composed {
  readonly data: unknown;
  locate(path: Path, part?: "key" | "value"): Place;
  /** How the number or boolean is written that a path leads to. */
  textAt(path: Path): string | undefined;
}

/** Keys that say how a config is made, and are not part of it. */
const making = new Set(["include", "defaults", "environments"]);

/**
 * Puts a config together: in each file the environment's layer over what it says, its `defaults` under each of its
 * releases, those of the file that includes it under these; then the files, the including one over the included.
 * Every file must have been read.
 */
export function compose(root: ConfigFile, environment: string | undefined): Composed {
  const origins: Origins = new WeakMap();
  const whole = withStore(composeFile(root, undefined, { environment, origins }), origins);
  const find = (path: Path) => {
    let part = whole;
    let found = 0;
    for (const step of path) {
      const child = childOf(part, step, origins);
      if (!child) break;
      part = child;
      found++;
    }
    return { ...part, path: [...part.path, ...path.slice(found)], isThere: found === path.length };
  };
  return {
    data: whole.value,
    locate(path, which) {
      const { file, path: own } = find(path);
      return { file: file.file, range: locateIn(file.document, own, which) };
    },
    textAt(path) {
      const { file, path: own, isThere } = find(path);
      return isThere ? textAt(file.document, own) : undefined;
    },
  };
}

interface Making {
  readonly environment: string | undefined;
  readonly origins: Origins;
}

function composeFile(file: ConfigFile, inherited: Part | undefined, making: Making): Part {
  const { origins } = making;
  const { document, folder, localCharts, includes } = file;
  if (!document) throw new Error(`${file.file} was not read`);
  const top: Part = { value: document.data, file: { file: file.file, document }, path: [] };
  if (!isDataMap(top.value) || isPlain(top.value, inherited, folder)) return top;
  const base = { folder, localCharts, origins };
  const layer = layerOf(top, making);
  const own = rebaseConfig(layered(withoutMaking(top, origins), layer && withoutMaking(layer, origins), origins), base);
  const ownDefaults = merge(childOf(top, "defaults", origins), layer && childOf(layer, "defaults", origins), origins);
  const defaults = merge(inherited, ownDefaults && rebaseRelease(ownDefaults, base), origins);
  const complete = defaults && isDataMap(defaults.value) ? withDefaults(own, defaults, origins) : own;
  return includes
    .map((included) => composeFile(included, defaults, making))
    .reduceRight((upper, lower) => join(lower, upper, origins), complete);
}

/** Most files are what they are: nothing of them has to be made. */
function isPlain(data: object, inherited: Part | undefined, folder: string): boolean {
  return inherited === undefined && folder === "" && ![...making].some((key) => Object.hasOwn(data, key));
}

function layerOf(top: Part, { environment, origins }: Making): Part | undefined {
  const environments = environment === undefined ? undefined : childOf(top, "environments", origins);
  return environments && childOf(environments, environment!, origins);
}

function withoutMaking(map: Part, origins: Origins): Part {
  if (!isDataMap(map.value)) return map;
  return mapOf(
    entriesOf(map, origins).filter(([key]) => !making.has(key)),
    map,
    origins,
  );
}

function withDefaults(config: Part, defaults: Part, origins: Origins): Part {
  const releases = childOf(config, "releases", origins);
  if (!releases || !Array.isArray(releases.value)) return config;
  const items = itemsOf(releases, origins).map((release) => merge(defaults, release, origins) ?? release);
  return replaced(config, "releases", listOf(items, releases, origins), origins);
}

/** What the file stores for all stands under the store of each release. */
function withStore(config: Part, origins: Origins): Part {
  const store = childOf(config, "store", origins);
  const releases = childOf(config, "releases", origins);
  if (!isDataMap(store?.value) || !releases || !Array.isArray(releases.value)) return config;
  const items = itemsOf(releases, origins).map((release) => {
    if (!isDataMap(release.value)) return release;
    const own = childOf(release, "store", origins);
    return replaced(release, "store", merge(store, own?.value == null ? undefined : own, origins)!, origins);
  });
  return replaced(config, "releases", listOf(items, releases, origins), origins);
}

function replaced(map: Part, key: string, value: Part, origins: Origins): Part {
  return mapOf(new Map(entriesOf(map, origins)).set(key, value), map, origins);
}

/** What items of a list are known by. */
const names: Readonly<Record<string, string>> = {
  releases: "name",
  monitors: "name",
  repositories: "name",
  registries: "host",
};

/** A layer over a config: items that it names are changed, others are added. */
function layered(config: Part, layer: Part | undefined, origins: Origins): Part {
  if (!layer || !isDataMap(layer.value)) return config;
  const entries = new Map(entriesOf(config, origins));
  for (const [key, upper] of entriesOf(layer, origins)) {
    const lower = entries.get(key);
    const name = names[key];
    const isNamed = name !== undefined && Array.isArray(lower?.value) && Array.isArray(upper.value);
    entries.set(key, isNamed ? layeredItems(lower!, upper, name, origins) : (merge(lower, upper, origins) ?? upper));
  }
  return mapOf(entries, config, origins);
}

function layeredItems(lower: Part, upper: Part, name: string, origins: Origins): Part {
  const items = itemsOf(lower, origins);
  for (const layer of itemsOf(upper, origins)) {
    const indexes = items.flatMap((item, index) => (isMeant(item, layer, name) ? [index] : []));
    for (const index of indexes) items[index] = merge(items[index], layer, origins) ?? layer;
    if (indexes.length === 0) items.push(layer);
  }
  return listOf(items, lower, origins);
}

/** By name, and by namespace where the layer says one that the item says, too. */
function isMeant({ value: item }: Part, { value: layer }: Part, name: string): boolean {
  if (!isDataMap(item) || !isDataMap(layer) || item[name] === undefined || item[name] !== layer[name]) return false;
  return layer.namespace == null || item.namespace == null || layer.namespace === item.namespace;
}

/** An included file under the one that includes it. Equal registries, repositories and monitors of both count once. */
function join(lower: Part, upper: Part, origins: Origins): Part {
  if (!isDataMap(lower.value)) return upper;
  const entries = new Map(entriesOf(lower, origins));
  for (const [key, value] of entriesOf(upper, origins)) {
    const before = entries.get(key);
    const isList = Array.isArray(before?.value) && Array.isArray(value.value);
    entries.set(key, isList ? joinLists(before!, value, key, origins) : (merge(before, value, origins) ?? value));
  }
  return mapOf(entries, upper, origins);
}

function joinLists(lower: Part, upper: Part, key: string, origins: Origins): Part {
  const seen = new Set<string>();
  const items = [...itemsOf(lower, origins), ...itemsOf(upper, origins)].filter(({ value }) => {
    if (key === "releases") return true;
    const text = JSON.stringify(value);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return listOf(items, upper, origins);
}
