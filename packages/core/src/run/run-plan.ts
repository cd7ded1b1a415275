import { walkGraph } from "../graph/walk-graph.js";
import { monitorNode, runGraph } from "../plan/run-graph.js";
import { decideUndo } from "./decide-undo.js";
import { deployRelease } from "./deploy-release.js";
import { findMonitorBlock } from "./find-block.js";
import { limiter } from "./limiter.js";
import { openRun } from "./open-run.js";
import { type RunContext, type RunInput, type RunReport, releaseRef } from "./run-context.js";
import { undoer } from "./undo-releases.js";
import { watchMonitor } from "./watch-monitor.js";

/**
 * `up`: deploys the releases as a graph, watches them, undoes what monitors reject. Everything that happens is an event.
 *
 * Throws only before anything is touched, when the clusters cannot be asked what is there; what fails later is in the
 * report.
 */
export async function runPlan(input: RunInput): Promise<RunReport> {
  const { plan, signal } = input;
  const before = await input.operations.states(
    plan.releases.map((release) => releaseRef(release)),
    signal,
  );
  return openRun(input, "up", before, deployAndWatch);
}

async function deployAndWatch(context: RunContext): Promise<void> {
  const { plan, log, signal } = context;
  const deploys = new Map<string, Promise<void>>();
  const undos = undoer(context, (release) => deploys.get(release));
  const cancels = new Map(plan.monitors.map(({ name }) => [name, new AbortController()]));
  const checks = plan.run.monitorConcurrency === undefined ? undefined : limiter(plan.run.monitorConcurrency);
  const monitors = new Map(plan.monitors.map((monitor) => [monitorNode(monitor.name), monitor]));

  /** Acts on what is decided by now. Monitors' verdicts wait for all monitors, unless the run reacts at once. */
  function react(verdicts: boolean): void {
    undos.start(decideUndo({ ...context, state: log.state, verdicts }));
    const isUndone = (name: string) => ![undefined, "kept"].includes(log.state.releases.get(name)?.undo?.phase);
    for (const { name, releases } of plan.monitors)
      if (releases.length > 0 && releases.every(isUndone)) cancels.get(name)?.abort();
  }

  async function visitMonitor(monitor: (typeof plan.monitors)[number], cancel: AbortController): Promise<void> {
    const block = findMonitorBlock(context, monitor);
    if (block !== undefined) {
      const verdict = { verdict: "not-started", message: block } as const;
      log.record({ type: "monitor.ended", monitor: monitor.name, verdict, durationMs: 0 });
      return;
    }
    const refs = monitor.releases.flatMap((name) => {
      const release = context.releases.get(name);
      return release ? [releaseRef(release, log.state.releases.get(name)?.revision)] : [];
    });
    await watchMonitor(
      { ...context, signal: AbortSignal.any([signal, cancel.signal]), ...(checks ? { checks } : {}), decided },
      monitor,
      refs,
    );
  }
  const decided = () => {
    if (plan.run.react === "at_once") react(true);
  };

  await walkGraph({
    graph: runGraph(plan.releases, plan.monitors),
    signal,
    visit: async (node) => {
      const monitor = monitors.get(node);
      const release = context.releases.get(node);
      if (monitor) await visitMonitor(monitor, cancels.get(monitor.name) ?? new AbortController());
      if (!release) return;
      const deploy = deployRelease(context, release);
      deploys.set(node, deploy);
      await deploy;
      if (release.atomic && log.state.releases.get(node)?.phase === "failed") react(plan.run.react === "at_once");
    },
  });
  react(true);
  await undos.settled();
}
