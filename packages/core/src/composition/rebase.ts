import { isDataMap } from "../config/data-path.js";
import { entriesOf, itemsOf, listOf, mapOf, type Origins, type Part } from "./part.js";

export interface Base {
  /** Relative to the folder of the first file. */
  readonly folder: string;
  readonly localCharts: ReadonlySet<string>;
  readonly origins: Origins;
}

/** Paths that a file of another folder names, relative to the folder of the first file. */
export function rebaseConfig(config: Part, base: Base): Part {
  if (base.folder === "" || !isDataMap(config.value)) return config;
  return atKeys(config, base.origins, {
    releases: (list) => atItems(list, base.origins, (release) => rebaseRelease(release, base)),
    repositories: (list) => atItems(list, base.origins, (repository) => atKeys(repository, base.origins, files(base))),
    plugins: (list) =>
      atItems(list, base.origins, (plugin) =>
        isDataMap(plugin.value)
          ? atKeys(plugin, base.origins, { use: (use) => dotted(use, base) })
          : dotted(plugin, base),
      ),
  });
}

export function rebaseRelease(release: Part, base: Base): Part {
  if (base.folder === "") return release;
  const { origins } = base;
  return atKeys(release, origins, {
    chart: (chart) =>
      isDataMap(chart.value)
        ? atKeys(chart, origins, { ...files(base), name: (name) => chartName(name, base) })
        : chartName(chart, base),
    post_renderer: (renderer) =>
      Array.isArray(renderer.value)
        ? listOf(
            itemsOf(renderer, origins).map((item, index) => (index === 0 ? program(item, base) : item)),
            renderer,
            origins,
          )
        : program(renderer, base),
    values: (list) =>
      atItems(list, origins, (entry) =>
        // What is written inline is left as it is: there a key without a value means something to helm.
        isDataMap(entry.value) && !Object.hasOwn(entry.value, "src")
          ? entry
          : isDataMap(entry.value)
            ? atKeys(entry, origins, { src: (src) => path(src, base) })
            : path(entry, base),
      ),
  });
}

/** Of a chart or a repository. */
const fileKeys = ["ca_file", "cert_file", "key_file", "caFile", "certFile", "keyFile", "keyring"];
const files = (base: Base) => Object.fromEntries(fileKeys.map((key) => [key, (part: Part) => path(part, base)]));

function path(part: Part, { folder }: Base): Part {
  const { value } = part;
  if (typeof value !== "string" || value === "" || value.startsWith("/") || /^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return part;
  return { ...part, value: joined(folder, value) };
}

/** What is named by a path, and not looked up in PATH; arguments may follow. */
function program(part: Part, base: Base): Part {
  return typeof part.value === "string" && /^[^\s/"']+\//.test(part.value) ? path(part, base) : part;
}

/** Only what begins with a dot is a path. */
function dotted(part: Part, base: Base): Part {
  return typeof part.value === "string" && part.value.startsWith(".") ? path(part, base) : part;
}

function chartName(part: Part, base: Base): Part {
  return typeof part.value === "string" && base.localCharts.has(part.value) ? path(part, base) : dotted(part, base);
}

/** `./` stays in front: it tells a path from the name of a package or of a repository. */
function joined(folder: string, path: string): string {
  const steps: string[] = [];
  for (const step of `${folder}/${path}`.split("/")) {
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps[0] === ".." ? steps.join("/") : `./${steps.join("/")}`;
}

type Change = (part: Part) => Part;

function atKeys(map: Part, origins: Origins, changes: Readonly<Record<string, Change>>): Part {
  if (!isDataMap(map.value)) return map;
  const entries = entriesOf(map, origins).map(([key, child]) => [key, changes[key]?.(child) ?? child] as const);
  return mapOf(entries, map, origins);
}

function atItems(list: Part, origins: Origins, change: Change): Part {
  return Array.isArray(list.value) ? listOf(itemsOf(list, origins).map(change), list, origins) : list;
}
