import { join, resolve } from "node:path";
import {
  buildPlan,
  type ChartRequest,
  diskFiles,
  drawGraph,
  type Plan,
  type RepositoryConfig,
  type SelectedConfig,
} from "@helmwatch/core";
import type { Diagnostic } from "@helmwatch/core/plugin";
import { chartStore, type FetchedChart, findProgram, type Helm } from "@helmwatch/helm";
import type { CommandCall } from "../command/command.js";
import { buildHooks } from "../lifecycle/build-hooks.js";
import { type LogLine, line } from "../log/log-line.js";
import { Rejected } from "../log/rejected.js";
import { valuesEngine } from "../template/values-engine.js";
import { readChartLock, updateChartLock } from "./chart-lock-file.js";
import type { ConfigFile } from "./read-config-file.js";
import { selectConfig } from "./select-config.js";

export interface PlanBuild {
  readonly call: CommandCall;
  readonly file: ConfigFile;
  readonly helm: Helm;
  readonly workFolder: string;
  readonly signal: AbortSignal;
}

/** Builds the plan in memory, telling its steps in helmwave's words. Throws everything that is wrong at once. */
export async function buildFromConfig({ call, file, helm, workFolder, signal }: PlanBuild): Promise<Plan> {
  const { console, options, world } = call;
  const say = (...lines: LogLine[]) => lines.forEach(console.log);
  say(line("info", "Building releases..."));
  const selected = await selectConfig(file, call);
  const hooks = buildHooks(call, selected, signal);
  await hooks.before();
  say(line("info", "Building values..."), ...valuesLines(selected));
  say(
    line("info", "Building repositories..."),
    ...added(
      "repository",
      selected.repositories.map(({ name }) => name),
    ),
  );
  say(
    line("info", "Building registries..."),
    ...added(
      "registry",
      selected.registries.map(({ host }) => host),
    ),
  );
  say(line("info", "Building charts..."));
  const charts = chartStore({
    helm,
    clock: world.clock,
    directory: join(workFolder, "charts"),
    // All of them: dependencies of local charts may need others than those that the plan names.
    registries: file.config.registries,
    repositories: file.config.repositories.map((repository) => withAbsoluteFiles(repository, file.folder)),
  });
  const locked = await readChartLock(file.folder);
  const { updateLock } = options;
  const warnings: Diagnostic[] = [];
  const { plan, resolved, diagnostics, texts } = await buildPlan(
    selected,
    file.source,
    {
      ...diskFiles,
      findProgram: (name) => findProgram(name, world.env.PATH),
      openTemplates: valuesEngine({ world, folder: file.folder, warn: (warning) => void warnings.push(warning) }),
      async fetchChart(chart, signal) {
        const fetched = await charts.fetchChart(chart, signal);
        if (chart.path === undefined) say(...pulledLines(chart, fetched));
        return fetched;
      },
    },
    {
      ...{ folder: file.folder, workDir: workFolder, signal, renderer: options.buildTemplater ?? options.templater },
      ...(locked && !updateLock ? { lock: locked.lock } : {}),
    },
  );
  const source = { texts: new Map([...texts, ...file.source.texts]) };
  if (plan === undefined) throw new Rejected([...warnings, ...diagnostics], source);
  await console.diagnostics([...warnings, ...diagnostics], source);
  const updated = updateLock ? await updateChartLock(file, locked, resolved) : undefined;
  say(...(updated?.told ?? []));
  const lock = (updated?.file ?? locked)?.sha256;
  say(line("info", "Building graphs..."), ...graphLines(plan, call));
  const { registries, repositories } = plan;
  const releases = plan.releases.map(({ uniqname }) => uniqname);
  say(
    line("info", "Plan", {
      releases: shown(releases),
      registries: shown(registries),
      repositories: shown(repositories),
    }),
  );
  await hooks.after();
  return lock === undefined ? plan : { ...plan, source: { ...plan.source, lock } };
}

function pulledLines({ name }: ChartRequest, { version, digest, commit }: FetchedChart): LogLine[] {
  const origin = commit === undefined ? `Digest: ${digest}` : `Commit: ${commit}`;
  return [line("info", `Pulled: ${name}:${version}`), line("info", origin)];
}

function withAbsoluteFiles(repository: RepositoryConfig, folder: string): RepositoryConfig {
  const { certFile, keyFile, caFile } = repository;
  return {
    ...repository,
    ...(certFile ? { certFile: resolve(folder, certFile) } : {}),
    ...(keyFile ? { keyFile: resolve(folder, keyFile) } : {}),
    ...(caFile ? { caFile: resolve(folder, caFile) } : {}),
  };
}

/** More lines than this of one kind are summed up: a plan of a thousand releases is no reading. */
const shownLines = 20;

const shown = (names: readonly string[]) =>
  names.length > shownLines
    ? `${names.slice(0, shownLines).join(", ")} and ${names.length - shownLines} more`
    : names.join(", ");

function graphLines(plan: Plan, { options, world }: CommandCall): LogLine[] {
  if (options.graphWidth === 1 || plan.releases.length > shownLines) return [];
  const drawing = drawGraph(plan, { columns: world.stderr.columns() - 10, graphWidth: options.graphWidth });
  return [line("info", `show graph:\n${drawing.trimEnd()}`)];
}

function valuesLines({ releases }: SelectedConfig): LogLine[] {
  const lines = releases.map(({ uniqname, values }) =>
    values.length === 0
      ? line("info", "no values provided", { release: uniqname })
      : line("info", `found ${values.length} values`, { release: uniqname }),
  );
  return lines.length > shownLines ? [line("info", "found values", { releases: lines.length })] : lines;
}

function added(kind: string, names: readonly string[]): LogLine[] {
  return names.map((name) => line("info", `${kind} has been added to the plan`, { [kind]: name }));
}
