import type * as z from "zod";
import type {
  ChartConfig,
  DependencyConfig,
  HelmConfig,
  HookConfig,
  InClusterConfig,
  LifecycleConfig,
  MonitorConfig,
  MonitorReference,
  PluginReference,
  RegistryConfig,
  ReleaseConfig,
  ReleaseTestsConfig,
  RepositoryConfig,
  RunConfig,
  ValuesConfig,
} from "./config.js";
import type { inClusterSchema } from "./in-cluster-schema.js";
import { type hookSchema, type lifecycleSchema, splitCommand } from "./lifecycle-schema.js";
import type { MonitorItem } from "./read-sections.js";
import { chartSchema, type releaseSchema } from "./release-schema.js";
import type { helmSchema, pluginSchema, registrySchema, repositorySchema, runSchema } from "./schema.js";
import { takeCredentials } from "./take-credentials.js";
import { completeUniqname, type ReleaseIdentity, uniqname } from "./uniqname.js";
import { valuesFileSchema } from "./values-schema.js";

type Camel<S> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
type CamelKeys<T> = { [K in keyof T as Camel<K>]: Exclude<T[K], undefined> };

const camelNames = new Map<string, string>();

function camel(key: string): string {
  let name = camelNames.get(key);
  if (name === undefined) {
    name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(key, name);
  }
  return name;
}

/**
 * For maps whose keys a strict schema has checked. Absent keys stay absent; keys of `own`, and those it is said to
 * stand for, are left to it.
 */
function camelKeys<T extends object, O extends object = object, S extends keyof T = never>(
  map: T,
  own?: O,
  standsFor: readonly S[] = [],
): Omit<CamelKeys<Omit<T, S>>, keyof O> & O {
  const names = own === undefined ? [] : Object.keys(own);
  const values: unknown[] = own === undefined ? [] : Object.values(own);
  for (const key in map) {
    const value = map[key];
    if (value === undefined || standsFor.includes(key as unknown as S)) continue;
    const name = camel(key);
    if (own !== undefined && Object.hasOwn(own, name)) continue;
    names.push(name);
    values.push(value);
  }
  return filled(names, values) as Omit<CamelKeys<Omit<T, S>>, keyof O> & O;
}

const shapes = new Map<string, object>();

/**
 * V8 turns a map into a slow hash table when more than a dozen keys are added to it by computed names. There may be
 * ten thousand releases of forty, which are copied several times: a copy of a map that was whole stays quick.
 */
function filled(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const id = names.join();
  const shape = shapes.get(id) ?? Object.fromEntries(names.map((name) => [name, undefined]));
  shapes.set(id, shape);
  const map: Record<string, unknown> = { ...shape };
  for (let i = 0; i < names.length; i++) map[names[i]!] = values[i];
  return map;
}

export function toRegistry(item: z.output<typeof registrySchema>): RegistryConfig {
  return camelKeys(item);
}

/** The names in snake_case give way to helm's own where both are there. */
export function toRepository(item: z.output<typeof repositorySchema>): RepositoryConfig {
  const { certFile, keyFile, caFile, cert_file, key_file, ca_file, ...rest } = item;
  return camelKeys({
    ...rest,
    certFile: certFile ?? cert_file,
    keyFile: keyFile ?? key_file,
    caFile: caFile ?? ca_file,
  });
}

export function toMonitor({ shared, options }: MonitorItem): MonitorConfig {
  const { total_timeout, iteration_timeout, interval, initial_delay, on, ...rest } = shared;
  return {
    ...camelKeys(rest),
    totalTimeoutMs: total_timeout,
    iterationTimeoutMs: iteration_timeout,
    intervalMs: interval,
    initialDelayMs: initial_delay ?? interval,
    on: camelKeys(on),
    options,
  };
}

/** `context` is the one for releases that name none. */
export function toRelease(item: z.output<typeof releaseSchema>, context: string | undefined): ReleaseConfig {
  const { name, namespace, wait, timeout, server_side_apply: apply, pending_release_strategy: pending } = item;
  const used = item.context || context;
  const identity: ReleaseIdentity = { name, namespace, ...(used ? { context: used } : {}) };
  const own = {
    name,
    namespace,
    uniqname: uniqname(identity),
    chart: toChart(item.chart),
    values: item.values.map(toValues),
    dependsOn: item.depends_on.flatMap((entry) => toDependency(entry, identity)),
    monitors: item.monitors.map(toMonitorReference),
    lifecycle: toLifecycle(item.lifecycle),
    wait: wait === true ? ("watcher" as const) : wait === false ? ("hookOnly" as const) : wait,
    timeoutMs: timeout === 0 ? 300_000 : timeout,
    serverSideApply: typeof apply === "boolean" ? (apply ? ("true" as const) : ("false" as const)) : apply,
    ...(item.offline_kube_version === "" ? {} : { offlineKubeVersion: item.offline_kube_version }),
    ...(used ? { context: used } : {}),
    ...toPostRenderer(item),
    ...(item.tests.enabled ? { tests: toTests(item.tests) } : {}),
    ...(pending === "" ? {} : { pendingReleaseStrategy: pending }),
  };
  const read = [
    "context",
    "timeout",
    "tests",
    "pending_release_strategy",
    "offline_kube_version",
    "post_renderer",
    "post_render_strategy",
  ] as const;
  return camelKeys(item, own, read);
}

function toPostRenderer({
  post_renderer: command,
  post_render_strategy: strategy,
}: z.output<typeof releaseSchema>): Pick<ReleaseConfig, "postRenderer"> {
  const argv = typeof command === "string" ? splitCommand(command) : command;
  if (typeof argv === "string" || argv.length === 0) return {};
  return { postRenderer: { argv, ...(strategy === "" ? {} : { strategy }) } };
}

function toTests({ filters, force_show_logs }: z.output<typeof releaseSchema>["tests"]): ReleaseTestsConfig {
  return { forceShowLogs: force_show_logs, include: filters.name, exclude: filters["!name"] };
}

function toMonitorReference(entry: z.output<typeof releaseSchema>["monitors"][number]): MonitorReference {
  if (typeof entry === "string") return { name: entry, action: "rollback" };
  return { name: entry.name, action: entry.action === "" ? "rollback" : entry.action };
}

function toChart(chart: z.output<typeof releaseSchema>["chart"]): ChartConfig {
  const map: ChartConfig = camelKeys(typeof chart === "string" ? chartSchema.parse({ name: chart }) : chart);
  if (!map.name.startsWith("git+")) return map;
  const { address, ...credentials } = takeCredentials(map.name);
  return { ...credentials, ...map, name: address };
}

function toValues(entry: string | Record<string, unknown>): ValuesConfig {
  if (typeof entry === "string") return { kind: "file", src: entry, strict: true };
  if (!Object.hasOwn(entry, "src")) return { kind: "inline", values: entry };
  return camelKeys(valuesFileSchema.parse(entry), { kind: "file" as const });
}

/** A name wins over a tag; an entry with neither is reported by `checkConfig`. */
function toDependency(
  entry: z.output<typeof releaseSchema>["depends_on"][number],
  from: ReleaseIdentity,
): DependencyConfig[] {
  if (typeof entry === "string")
    return [{ kind: "release", uniqname: completeUniqname(entry, from), optional: false, condition: "deployed" }];
  const { name, tag, optional, condition } = entry;
  if (name !== undefined) return [{ kind: "release", uniqname: completeUniqname(name, from), optional, condition }];
  return [{ kind: "tag", tag: tag ?? "", optional, condition }];
}

/** Phases without hooks are left out: most releases have none. */
export function toLifecycle(lifecycle: z.output<typeof lifecycleSchema>): LifecycleConfig {
  const used = Object.entries(lifecycle).filter(([, hooks]) => hooks.length > 0);
  if (used.length === 0) return {};
  return Object.fromEntries(used.map(([phase, hooks]) => [phase, hooks.map(toHook)]));
}

function toHook(hook: z.output<typeof hookSchema>): HookConfig {
  if (typeof hook !== "string") return camelKeys(hook);
  const [cmd = "", ...args] = splitCommand(hook);
  return { cmd, args, show: true, allowFailure: false };
}

export function toPlugin(item: z.output<typeof pluginSchema>): PluginReference {
  return typeof item === "string" ? { use: item } : camelKeys(item);
}

export function toHelm({ backend, ...options }: z.output<typeof helmSchema>): HelmConfig {
  return { backend, options };
}

export function toRun({ in_cluster, ...run }: z.output<typeof runSchema>): RunConfig {
  return camelKeys(run, { inCluster: toInCluster(in_cluster) });
}

function toInCluster(job: z.output<typeof inClusterSchema>): InClusterConfig {
  const { start_timeout, deadline, grace_period, ttl, ...rest } = job;
  return {
    ...camelKeys(rest),
    startTimeoutMs: start_timeout,
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
    gracePeriodMs: grace_period,
    ttlMs: ttl,
  };
}
