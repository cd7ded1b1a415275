import { dirname, relative, resolve } from "node:path";
import type { ValuesFileConfig } from "../config/config.js";
import type { ConfigSource } from "../config/finding.js";
import { suggest } from "../config/suggest.js";
import { completeUniqname } from "../config/uniqname.js";
import type { SelectedConfig, SelectedRelease } from "../plan/plan.js";
import { HelmwatchError } from "../plugin/index.js";
import { planData, planTags } from "./plan-data.js";
import { releaseFields } from "./release-fields.js";
import { shownSource } from "./shown-source.js";
import type { PlanFunctions, ValuesEngine } from "./values-engine.js";
import type { ValuesFile } from "./values-file.js";
import type { FindValuesFile } from "./values-files.js";

export interface RenderInput {
  readonly selected: SelectedConfig;
  readonly config: ConfigSource;
  /** Absolute; what files are relative to. */
  readonly folder: string;
  readonly fileOf: FindValuesFile;
  readonly engine: ValuesEngine;
}

export type RenderResult = { readonly text: string } | { readonly error: unknown };

/**
 * Renders files when they are asked for, by a template or by the caller, each once. What `getValues` asks for is
 * rendered first; files that ask for each other are TEMPLATE_CYCLE.
 */
export function valuesRenderer({ selected, config, folder, fileOf, engine }: RenderInput) {
  const releases = new Map(selected.releases.map((release) => [release.uniqname, release]));
  const results = new Map<ValuesFileConfig, RenderResult>();
  const data = new Map<SelectedRelease, unknown>();
  let plan: unknown;

  function textOf(file: ValuesFile): string {
    const { template, entry, release } = file;
    const text = new TextDecoder().decode(file.source.bytes);
    if (!template) return text;
    const known = results.get(entry);
    if (known && "text" in known) return known.text;
    if (known && "error" in known) throw known.error;
    if (!data.has(release)) data.set(release, { Release: releaseFields(release, engine) });
    try {
      const rendered = engine.render({
        ...{ ...template, text, name: file.source.shown, data: data.get(release) },
        id: `${shownSource(entry.src)} of ${release.uniqname}`,
        plan: functionsFor(file),
      });
      results.set(entry, { text: rendered });
      return rendered;
    } catch (error) {
      results.set(entry, { error });
      throw error;
    }
  }

  const functionsFor = (from: ValuesFile): PlanFunctions => ({
    getValues(src, name) {
      const release = name === undefined ? from.release : releaseBefore(from.release, name);
      return textOf(findFile(release, src, from));
    },
    getPlan: () => (plan ??= planData(selected)),
    getTags: () => planTags(selected),
    getManifests(name) {
      throw new HelmwatchError("TEMPLATE_UNAVAILABLE", `manifests (of "${name}") are not there for values yet`);
    },
  });

  /** This release, or one that it depends on, however far. */
  function releaseBefore(from: SelectedRelease, name: string): SelectedRelease {
    const uniqname = completeUniqname(name, from);
    if (uniqname === from.uniqname) return from;
    const release = releases.get(uniqname);
    if (!release) {
      const near = suggest(uniqname, releases.keys());
      throw new HelmwatchError("RELEASE_UNKNOWN", `there is no release "${uniqname}" in this plan`, {
        hint: near
          ? `did you mean "${near}"?`
          : `add it to depends_on of "${from.uniqname}", which takes it into the plan`,
      });
    }
    if (!dependsOn(from, uniqname, releases))
      throw new HelmwatchError(
        "CONFIG_UNKNOWN_REFERENCE",
        `release "${from.uniqname}" does not depend on "${uniqname}", whose values it asks for`,
        { hint: `add to release "${from.uniqname}": depends_on: [${uniqname}]` },
      );
    return release;
  }

  /** By its name in the list, else by the path that this means, also beside the file that the list stands in. */
  function findFile(release: SelectedRelease, src: string, from: ValuesFile): ValuesFile {
    const files = release.values.flatMap((entry, position) => (entry.kind === "file" ? [{ entry, position }] : []));
    const exact = files.filter(({ entry }) => entry.src === src);
    const found =
      exact.length > 0 ? exact : files.filter(({ entry }) => pathsOf(src, from).has(resolve(folder, entry.src)));
    const { entry, position } = found.at(-1) ?? {};
    if (entry === undefined || position === undefined) {
      const names = files.map(({ entry }) => entry.src);
      const near = suggest(src, names);
      const all = names.length > 0 ? `it has: ${names.slice(0, 10).join(", ")}` : "it has none";
      throw new HelmwatchError("VALUES_NOT_FOUND", `release "${release.uniqname}" has no values file "${src}"`, {
        hint: near ? `did you mean "${near}"?` : all,
      });
    }
    const file = fileOf(release, position);
    if (!file)
      throw new HelmwatchError(
        "VALUES_NOT_FOUND",
        `values file "${src}" of release "${release.uniqname}" is not there`,
      );
    return file;
  }

  function pathsOf(src: string, { release, position }: ValuesFile): ReadonlySet<string> {
    const { file } = config.locate(["releases", release.index, "values", position]);
    return new Set([resolve(folder, src), resolve(folder, relative(dirname(config.file), dirname(file)), src)]);
  }

  return {
    render(file: ValuesFile): RenderResult {
      try {
        return { text: textOf(file) };
      } catch (error) {
        return { error };
      }
    },
  };
}

function dependsOn(from: SelectedRelease, uniqname: string, releases: ReadonlyMap<string, SelectedRelease>): boolean {
  const seen = new Set([from.uniqname]);
  for (const name of seen)
    for (const to of releases.get(name)?.dependsOn ?? []) {
      if (to.uniqname === uniqname) return true;
      seen.add(to.uniqname);
    }
  return false;
}
