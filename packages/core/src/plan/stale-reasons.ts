import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ConfigSource } from "../config/finding.js";
import { lockFileName } from "../lock/chart-lock.js";
import { contentDigest, readContent, sha256 } from "./content.js";
import { mapLimited } from "./map-limited.js";
import type { SavedPlan } from "./saved-plan.js";
import { type Selection, wantedTags } from "./selection.js";

export interface Now {
  readonly config: ConfigSource & { readonly texts: ReadonlyMap<string, string> };
  /** Absolute folder of the config file. */
  readonly folder: string;
  /** What the user selects now; absent when nothing is said, which means what the plan was built with. */
  readonly selection?: Selection;
  readonly environment?: string;
  /** Hex, of the bytes of the lock of charts, where there is one. */
  readonly lock?: string;
}

/** What changed since the plan in `dir` was built, in words; nothing for a fresh plan. */
export async function staleReasons(
  saved: SavedPlan,
  dir: string,
  now: Now,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { source } = saved.plan;
  const { config, folder, selection } = now;
  const reasons: string[] = [];
  if (config.sha256 !== source.sha256)
    reasons.push(`${basename(config.file)}${config.texts.size > 1 ? " or a file that it includes" : ""} was changed`);
  const { environment } = source.selection;
  if (environment !== now.environment)
    reasons.push(`it was built for ${inWords(environment)}, now asked for ${inWords(now.environment)}`);
  if ((config.context ?? "") !== (source.context ?? ""))
    reasons.push(
      `the context for releases that name none was "${source.context ?? ""}", now "${config.context ?? ""}"`,
    );
  if (selection !== undefined && describe(selection) !== describe(source.selection))
    reasons.push(`it was built for ${describe(source.selection)}, now asked for ${describe(selection)}`);
  if (now.lock !== source.lock && saved.plan.releases.some(({ chart }) => !chart.local))
    reasons.push(`${lockFileName} was changed`);
  const inputs = await mapLimited(Object.entries(source.inputs ?? {}), 32, async ([src, digest]) => {
    signal.throwIfAborted();
    return compare(src, digest, readFile(resolve(folder, src), { signal }).then(sha256), signal);
  });
  const charts = await mapLimited(Object.entries(saved.localCharts), 4, ([name, digest]) => {
    const read = readContent(resolve(folder, name), signal, dir).then(contentDigest);
    return compare(`chart ${name}`, digest, read, signal);
  });
  return [...reasons, ...[...inputs, ...charts].filter((reason) => reason !== undefined)];
}

function inWords(environment: string | undefined): string {
  return environment === undefined ? "no environment" : `environment ${environment}`;
}

/** `before`: null for what was not there. */
async function compare(what: string, before: string | null, now: Promise<string>, signal: AbortSignal) {
  const digest = await now.catch(() => null);
  signal.throwIfAborted();
  if (before === null) return digest === null ? undefined : `${what} is there now`;
  if (digest === null) return `${what} cannot be read any more`;
  return digest === before ? undefined : `${what} was changed`;
}

function describe(selection: Selection): string {
  const tags = [...new Set(wantedTags(selection))].sort();
  const which =
    tags.length === 0 ? "all releases" : `${selection.matchAll ? "all of the tags" : "tags"} ${tags.join(", ")}`;
  const labels = [...(selection.labels ?? [])].sort();
  const chosen = labels.length === 0 ? which : `${which} with ${labels.join(", ")}`;
  const isAll = tags.length === 0 && labels.length === 0;
  return selection.dependencies || isAll ? chosen : `${chosen} without dependencies`;
}
