import type { LifecycleConfig, LifecyclePhase, MonitorAction } from "../../src/config/config.js";
import type { Plan, PlannedRelease, SelectedMonitor } from "../../src/plan/plan.js";
import { HelmwatchError, type Observation } from "../../src/plugin/index.js";
import type { RunEvent } from "../../src/run/event.js";
import type { Recovered, ReleaseOperations, ReleaseState } from "../../src/run/release-operations.js";
import type { RunInput, WatchedMonitor } from "../../src/run/run-context.js";
import { type FakeClock, fakeClock } from "../../src/time/fake-clock.js";

export const second = 1000;

/** Commands by phase: `ok` takes a second; `fail` fails after one, `fail?` may. */
export type HookScript = Readonly<Partial<Record<LifecyclePhase, readonly ("ok" | "fail" | "fail?")[]>>>;

export interface ReleaseScript {
  readonly on?: readonly string[];
  readonly monitored?: readonly string[];
  readonly monitors?: Readonly<Record<string, MonitorAction>>;
  /** Seconds that an upgrade takes; 1 by default. */
  readonly takes?: number;
  readonly fails?: boolean | "untouched";
  readonly undoFails?: boolean;
  readonly tests?: "pass" | "fail";
  /** It was left pending, and the upgrade has to see to that first. */
  readonly recovers?: Recovered;
  readonly allowFailure?: boolean;
  readonly atomic?: boolean;
  readonly hooks?: HookScript;
  /** What was there before; by default revision 1, deployed. */
  readonly before?: Partial<ReleaseState> | "nothing" | "unchanged";
}

export interface MonitorScript {
  /** One letter a check: pass, fail, hang until aborted. The last goes on. */
  readonly checks: string;
  readonly everySeconds?: number;
  readonly threshold?: number;
}

export interface Script {
  readonly releases: Readonly<Record<string, ReleaseScript>>;
  readonly monitors?: Readonly<Record<string, MonitorScript>>;
  readonly hooks?: HookScript;
  readonly run?: Partial<Plan["run"]>;
  readonly parallelLimit?: number;
  readonly stopAt?: number;
}

export interface World {
  readonly input: RunInput;
  readonly clock: FakeClock;
  readonly events: RunEvent[];
  readonly stop: AbortController;
  /** Highest number of helm operations under way at once. */
  readonly peak: () => number;
}

/** A cluster and its monitors out of a script, on a clock that stands still. */
export function world(script: Script): World {
  const clock = fakeClock();
  const events: RunEvent[] = [];
  const stop = new AbortController();
  const states = new Map<string, ReleaseState>();
  for (const [name, { before }] of Object.entries(script.releases))
    if (before !== "nothing")
      states.set(name, {
        revision: 1,
        status: "deployed",
        lastGood: 1,
        createdAt: 0,
        digest: before === "unchanged" ? `new ${name}` : `old ${name}`,
        ...(typeof before === "object" ? before : {}),
      });
  let running = 0;
  let peak = 0;
  const operate = async <T>(seconds: number, signal: AbortSignal | undefined, end: () => T): Promise<T> => {
    peak = Math.max(peak, ++running);
    try {
      await clock.sleep(seconds * second, signal ?? new AbortController().signal);
      return end();
    } catch (error) {
      if (signal?.aborted) throw new HelmwatchError("HELM_INTERRUPTED", "helm was interrupted");
      throw error;
    } finally {
      running--;
    }
  };
  const advance = (name: string, status: string, of: Partial<ReleaseState> = {}) => {
    const revision = (states.get(name)?.revision ?? 0) + 1;
    states.set(name, { createdAt: 0, ...states.get(name), ...of, revision, status });
    return { revision };
  };
  const operations: ReleaseOperations = {
    states: async (releases) =>
      new Map(releases.flatMap(({ name }) => (states.has(name) ? [[name, states.get(name)!] as const] : []))),
    upgrade: (release, _, { signal, recovered }) => {
      const own = script.releases[release.name];
      if (own?.recovers) recovered?.(own.recovers);
      return operate(own?.takes ?? 1, signal, () => {
        if (own?.fails === "untouched") throw new HelmwatchError("HELM_RENDER_FAILED", "bad template");
        if (own?.fails) {
          advance(release.name, "failed");
          throw new HelmwatchError("HELM_NOT_READY", "not ready");
        }
        return advance(release.name, "deployed", { digest: release.digest });
      });
    },
    test: ({ name }) =>
      operate(1, undefined, () => {
        if (script.releases[name]?.tests === "fail") throw new HelmwatchError("HELM_TEST_FAILED", "test failed");
        return { tests: [{ name: "t", phase: "Succeeded" }], logs: {} };
      }),
    rollback: ({ name }) =>
      operate(1, undefined, () => {
        if (script.releases[name]?.undoFails) throw new HelmwatchError("HELM_FAILED", "no way back");
        return advance(name, "deployed");
      }),
    uninstall: ({ name }) => operate(1, undefined, () => void states.delete(name)),
  };
  const releases = Object.entries(script.releases).map(([name, own]) => plannedRelease(name, own));
  const monitors = Object.entries(script.monitors ?? {}).map(([name, own]) => selectedMonitor(name, own, script));
  const plan = {
    schema: 1,
    source: { file: "helmwave.yml", digest: "" },
    releases,
    monitors,
    lifecycle: lifecycle(script.hooks),
    run: { react: "after_all", undo: "release", firstInstall: "uninstall", ...script.run },
  } as unknown as Plan;
  const watched = new Map(Object.entries(script.monitors ?? {}).map(([name, own]) => [name, watchedMonitor(own)]));
  const { signal } = stop;
  const input: RunInput = {
    run: "r",
    plan,
    operations,
    monitors: watched,
    clock,
    startHook: async ({ cmd }, { env, line, signal }) => {
      line(`result=${env.HELMWATCH_RESULT ?? ""} ${env.HELMWATCH_ERROR ?? ""}`);
      await clock.sleep(second, signal).catch(() => {});
      if (signal.aborted) throw new HelmwatchError("HOOK_FAILED", "ended by SIGTERM");
      if (cmd !== "ok") throw new HelmwatchError("HOOK_FAILED", "it exited with 1");
    },
    signal,
    parallelLimit: script.parallelLimit ?? 4,
    emit: (event) => void events.push(event),
  };
  return { input, clock, events, stop, peak: () => peak };
}

function lifecycle(script: HookScript = {}): LifecycleConfig {
  const hook = (cmd: string) => ({ cmd, args: [], show: true, allowFailure: cmd === "fail?" });
  return Object.fromEntries(Object.entries(script).map(([phase, hooks]) => [phase, hooks.map(hook)]));
}

function plannedRelease(
  name: string,
  { on = [], monitored = [], monitors = {}, ...own }: ReleaseScript,
): PlannedRelease {
  return {
    name,
    namespace: "n",
    uniqname: name,
    chart: { name: "chart", version: "1.0.0" },
    digest: `new ${name}`,
    dependsOn: [
      ...on.map((uniqname) => ({ uniqname, condition: "deployed" })),
      ...monitored.map((uniqname) => ({ uniqname, condition: "monitored" })),
    ],
    monitors: Object.entries(monitors).map(([monitor, action]) => ({ name: monitor, action })),
    lifecycle: lifecycle(own.hooks),
    allowFailure: own.allowFailure ?? false,
    atomic: own.atomic ?? false,
    ...(own.tests ? { tests: {} } : {}),
  } as unknown as PlannedRelease;
}

function selectedMonitor(name: string, { everySeconds = 10, threshold = 3 }: MonitorScript, script: Script) {
  const of = Object.entries(script.releases).filter(([, { monitors = {} }]) => Object.hasOwn(monitors, name));
  return {
    name,
    type: "fake",
    totalTimeoutMs: 300 * second,
    iterationTimeoutMs: 5 * second,
    intervalMs: everySeconds * second,
    initialDelayMs: everySeconds * second,
    successThreshold: threshold,
    failureThreshold: threshold,
    counting: "consecutive",
    on: { noData: "fail", error: "fail" },
    options: {},
    needsReleases: true,
    releases: of.map(([release]) => release),
  } satisfies SelectedMonitor;
}

function watchedMonitor({ checks }: MonitorScript): WatchedMonitor {
  return {
    monitor: {
      async observe({ attempt, signal }): Promise<Observation> {
        const letter = checks[attempt - 1] ?? checks.at(-1);
        if (letter === "h")
          await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        return { kind: "verdict", pass: letter === "p", why: letter === "p" ? "" : "bad" };
      },
    },
  };
}

/** Events as short lines with the second they happened; checks and progress left out. */
export function story(events: readonly RunEvent[]): string {
  return events.flatMap((event) => line(event) ?? []).join("\n");
}

function line(event: RunEvent): string | undefined {
  const at = String(event.at / second).padStart(3);
  const said = text(event);
  return said === undefined ? undefined : `${at} ${said}`;
}

function text(event: RunEvent): string | undefined {
  switch (event.type) {
    case "run.started":
    case "release.progress":
    case "monitor.progress":
    case "monitor.checked":
    case "undo.evidence":
      return undefined;
    case "release.started":
      return `${event.release} ${event.operation}`;
    case "release.tested":
      return `${event.release} tested`;
    case "release.recovered":
      return `${event.release} was ${event.status}, ${event.action}`;
    case "release.deployed":
      return `${event.release} deployed ${event.revision}`;
    case "release.unchanged":
      return `${event.release} unchanged ${event.revision}`;
    case "release.failed":
      return `${event.release} failed ${event.error.code}${event.allowed ? " (allowed)" : ""}`;
    case "release.skipped":
      return `${event.release} skipped: ${event.why}`;
    case "monitor.started":
      return `${event.monitor} watches ${event.releases.map(({ name, revision }) => `${name}:${revision}`).join(" ")}`;
    case "monitor.ended": {
      const { verdict } = event;
      const why = "reason" in verdict ? `: ${verdict.reason}` : "message" in verdict ? `: ${verdict.message}` : "";
      return `${event.monitor} ${verdict.verdict}${why}`;
    }
    case "undo.decided":
      return `undo ${event.releases.map((one) => `${one.release} ${one.action} by ${one.cause.kind}`).join(", ")}`;
    case "undo.started":
      return `${event.release} ${event.action}${event.toRevision === undefined ? "" : ` to ${event.toRevision}`}`;
    case "undo.done":
      return `${event.release} undone${event.revision === undefined ? "" : `, now ${event.revision}`}`;
    case "undo.failed":
      return `${event.release} undo failed: ${event.error.message}`;
    case "undo.kept":
      return `${event.release} kept: ${event.why}`;
    case "hook.started":
      return undefined;
    case "hook.output":
      return event.text === "result= " ? undefined : `${hook(event)} ${event.text.trim()}`;
    case "hook.ended":
      return `${hook(event)} ${event.error ? (event.allowed ? "failed (allowed)" : "failed") : "ok"}`;
    case "run.stopping":
      return `stopping on ${event.signal}`;
    case "run.ended":
      return `exit ${event.exitCode}`;
  }
}

const hook = ({ phase, release }: { phase: string; release?: string }) => [release, phase].filter(Boolean).join(" ");
