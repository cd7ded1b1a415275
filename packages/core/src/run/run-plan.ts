import { walkGraph } from "../graph/walk-graph.js";
import { monitorNode, runGraph } from "../plan/run-graph.js";
import { decideUndo } from "./decide-undo.js";
import { deployRelease } from "./deploy-release.js";
import { findMonitorBlock } from "./find-block.js";
import { isUndone } from "./is-undone.js";
import { openRun } from "./open-run.js";
import { type RunContext, type RunInput, type RunReport, releaseRef } from "./run-context.js";
import { undoer } from "./undo-releases.js";
import { watchMonitor } from "./watch-monitor.js";
import { withRunHooks } from "./with-hooks.js";

/**
 * `up`: deploys the releases as a graph, watches them, undoes what monitors reject. Everything that happens is an event.
 *
 * Throws only before anything is touched, when the clusters cannot be asked what is there; what fails later is in the
 * report.
 */
export async function runPlan(input: RunInput): Promise<RunReport> {
  const { plan, signal } = input;
  const before = await input.operations.states(plan.releases, signal);
  return openRun(input, "up", before, (context) => withRunHooks(context, "up", () => deployAndWatch(context)));
}

async function deployAndWatch(context: RunContext): Promise<void> {
  const { plan, log, signal } = context;
  const deploys = new Map<string, Promise<void>>();
  const undos = undoer(context, (release) => deploys.get(release));
  const watched = plan.monitors.map((monitor) => ({ monitor, cancel: new AbortController() }));
  const byNode = new Map(watched.map((one) => [monitorNode(one.monitor.name), one]));

  /** Acts on what is decided by now. Monitors' verdicts wait for all monitors, unless the run reacts at once. */
  function react(verdicts: boolean): void {
    undos.start(decideUndo({ ...context, state: log.state, verdicts }));
    for (const { monitor, cancel } of watched) {
      const { releases } = monitor;
      if (releases.length > 0 && releases.every((name) => isUndone(log.state.releases.get(name)))) cancel.abort();
    }
  }

  async function visitMonitor({ monitor, cancel }: (typeof watched)[number]): Promise<void> {
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
    await watchMonitor({ ...context, signal: AbortSignal.any([signal, cancel.signal]), decided }, monitor, refs);
  }
  const decided = () => {
    if (plan.run.react === "at_once") react(true);
  };

  await walkGraph({
    graph: runGraph(plan.releases, plan.monitors),
    signal,
    visit: async (node) => {
      const one = byNode.get(node);
      const release = context.releases.get(node);
      if (one) await visitMonitor(one);
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
