import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { HelmwatchError, isHelmwatchError } from "../plugin/index.js";
import { type Content, contentDigest, type Disk, readContent, sha256, writeContent } from "./content.js";
import { mapLimited } from "./map-limited.js";
import { mermaidGraph } from "./mermaid-graph.js";
import { PLAN_SCHEMA, type Plan, type PlannedChart, type PlannedValues, withProgram } from "./plan.js";
import { takeSecrets } from "./plan-secrets.js";
import { findPlan, PLAN_KIND, type SavedPlan, savedText } from "./saved-plan.js";
import { valuesFileName } from "./values-file-name.js";

export interface WriteOptions {
  readonly signal: AbortSignal;
  readonly disk?: Disk;
  /** For a plan that travels where secrets may, and where no config file is at hand to take them from. */
  readonly keepSecrets?: boolean;
}

/**
 * Saves a plan: `plan.json`, `values/`, `charts/`, `graph.md`; relocatable, without credentials, readable by the owner
 * only. Files are named after their content and never changed, and `plan.json` is put in place by one rename: whenever
 * this stops, the old plan is there or the new one is. A folder being filled for the first time holds a `plan.json`
 * without digest, which is no plan yet. Throws PLAN_NOT_A_PLAN, PLAN_NOT_WRITTEN, and PLAN_STALE when values
 * changed since they were read.
 */
export async function writePlan(plan: Plan, place: string, options: WriteOptions): Promise<void> {
  const dir = resolve(place);
  try {
    await write(plan, dir, options);
  } catch (error) {
    options.signal.throwIfAborted();
    // Only errors of the system have one.
    if (isHelmwatchError(error) || (error as NodeJS.ErrnoException).errno === undefined) throw error;
    throw new HelmwatchError("PLAN_NOT_WRITTEN", `the plan cannot be written: ${(error as Error).message}`, {
      cause: error,
      hint: "the plan that was there before, if any, still is",
    });
  }
}

async function write(
  plan: Plan,
  dir: string,
  { signal, disk = { mkdir, writeFile, link, rename, rm }, keepSecrets = false }: WriteOptions,
): Promise<void> {
  const { found } = await findPlan(dir);
  const folder = (name: string) => disk.mkdir(join(dir, name), { recursive: true, mode: 0o700 });
  if (found !== "plan") {
    await folder(".");
    await put(join(dir, "plan.json"), JSON.stringify({ kind: PLAN_KIND, schema: PLAN_SCHEMA }), disk);
  }
  await folder("values");
  await folder("charts");
  const call = { dir, signal, disk };
  const values = await keepValues(plan, call);
  const charts = await keepCharts(plan, call);
  const saved = toSaved(plan, { dir, values, charts, keepSecrets });
  await put(join(dir, "plan.json"), savedText(saved), disk);
  await put(join(dir, "graph.md"), `# Releases\n\n\`\`\`mermaid\n${mermaidGraph(plan)}\`\`\`\n`, disk);
  await removeOthers(join(dir, "values"), new Set([...values.values()].map((path) => basename(path))), disk);
  await removeOthers(join(dir, "charts"), new Set([...charts.saved.values()].map((path) => basename(path))), disk);
}

interface Call {
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly disk: Disk;
}

/** Whole or not at all, and on the disk before its name says so. */
async function put(path: string, text: string, disk: Disk): Promise<void> {
  await disk.writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await disk.rename(`${path}.new`, path);
}

/** SHA-256 → path in the plan. */
async function keepValues({ releases }: Plan, { dir, signal, disk }: Call): Promise<ReadonlyMap<string, string>> {
  const distinct = new Map(releases.flatMap(({ values }) => values.map((file) => [file.sha256, file] as const)));
  const there = new Set(await readdir(join(dir, "values")));
  const kept = await mapLimited([...distinct.values()], 32, async (file) => {
    const name = valuesFileName(file);
    const path = join(dir, "values", name);
    // What was written inline is a file of our own, never changed: half of the work where there are thousands of them.
    const isOurs = file.src === undefined && !there.has(name);
    if (isOurs && (await disk.link(file.path, path).then(yes, no))) return [file.sha256, `values/${name}`] as const;
    const bytes = await readFile(file.path, { signal });
    if (sha256(bytes) !== file.sha256) throw changedMeanwhile(file);
    await place({ dir, signal, disk }, `values/${name}`, there.has(name), bytes);
    return [file.sha256, `values/${name}`] as const;
  });
  return new Map(kept);
}

const yes = () => true;
/** Another file system, most often. */
const no = () => false;

function changedMeanwhile({ src, path }: PlannedValues): HelmwatchError {
  return new HelmwatchError("PLAN_STALE", `values file "${src ?? path}" was changed while the plan was built`, {
    hint: "build it again",
  });
}

interface KeptCharts {
  /** Path → path in the plan. */
  readonly saved: ReadonlyMap<string, string>;
  readonly digests: SavedPlan["charts"];
  readonly localDigests: SavedPlan["localCharts"];
}

async function keepCharts({ releases, source }: Plan, call: Call): Promise<KeptCharts> {
  const charts = new Map(releases.map(({ chart }) => [chart.path, chart]));
  const there = new Set(await readdir(join(call.dir, "charts")));
  const saved = new Map<string, string>();
  const digests: Record<string, string> = {};
  const localDigests: Record<string, string> = {};
  for (const chart of charts.values()) {
    const content = await readContent(chart.path, call.signal, call.dir);
    const digest = contentDigest(content);
    const name = chartFileName(chart, digest);
    await place(call, `charts/${name}`, there.has(name), content);
    saved.set(chart.path, `charts/${name}`);
    digests[`charts/${name}`] = digest;
  }
  for (const { name, local, path } of releases.map(({ chart }) => chart)) {
    if (!local || Object.hasOwn(localDigests, name)) continue;
    const original = resolve(dirname(source.file), name);
    const same = original === path ? digests[saved.get(path)!] : undefined;
    localDigests[name] = same ?? contentDigest(await readContent(original, call.signal, call.dir));
  }
  return { saved, digests, localDigests };
}

function chartFileName({ name, version, path }: PlannedChart, digest: string): string {
  const ending = extname(path) === ".tgz" ? ".tgz" : "";
  const stem = [basename(name, ending), ...(version === undefined ? [] : [version])].join("-");
  return `${stem.replace(/[^\w.-]/g, "_").slice(0, 60)}-${digest.slice(0, 16)}${ending}`;
}

/**
 * A name that is there already has its content from an earlier plan, unless a crash or somebody cut it short. Only then
 * it is replaced.
 */
async function place({ dir, signal, disk }: Call, path: string, there: boolean, content: Content): Promise<void> {
  signal.throwIfAborted();
  const target = join(dir, path);
  if (there) {
    const digest = await readContent(target, signal).then(contentDigest, () => undefined);
    signal.throwIfAborted();
    if (digest === contentDigest(content)) return;
    await disk.rm(target, { recursive: true, force: true });
  }
  await writeContent(target, content, disk);
}

async function removeOthers(folder: string, kept: ReadonlySet<string>, disk: Disk): Promise<void> {
  for (const name of await readdir(folder))
    if (!kept.has(name)) await disk.rm(join(folder, name), { recursive: true, force: true });
}

interface Kept {
  readonly dir: string;
  readonly values: ReadonlyMap<string, string>;
  readonly charts: KeptCharts;
  readonly keepSecrets: boolean;
}

function toSaved(plan: Plan, { dir, values, charts, keepSecrets }: Kept): Omit<SavedPlan, "digest"> {
  const relocated = (path: string) => relative(dir, path).split(sep).join("/");
  const file = relocated(plan.source.file);
  const releases = plan.releases.map((release) => ({
    ...release,
    ...withProgram(release, relocated),
    chart: { ...release.chart, path: charts.saved.get(release.chart.path)! },
    values: release.values.map((one) => ({ ...one, path: values.get(one.sha256)! })),
  }));
  const relocatable = { ...plan, source: { ...plan.source, file }, releases };
  const cleaned = keepSecrets ? { plan: relocatable, secrets: [] } : takeSecrets(relocatable);
  const { digests, localDigests } = charts;
  return { kind: PLAN_KIND, schema: PLAN_SCHEMA, ...cleaned, charts: digests, localCharts: localDigests };
}
