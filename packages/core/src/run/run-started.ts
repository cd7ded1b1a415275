import type { RunEventBody } from "./event.js";
import type { RunInput } from "./run-context.js";
import type { RunState } from "./run-state.js";

export function runStarted({ run, plan }: Pick<RunInput, "run" | "plan">, command: RunState["command"]): RunEventBody {
  return {
    type: "run.started",
    run,
    command,
    releases: plan.releases.map(({ uniqname, chart, dependsOn, allowFailure }) => ({
      release: uniqname,
      chart: chart.name,
      ...(chart.version === undefined ? {} : { version: chart.version }),
      dependsOn: dependsOn.map((to) => to.uniqname),
      allowFailure,
    })),
    monitors: plan.monitors.map((monitor) => ({
      monitor: monitor.name,
      type: monitor.type,
      releases: monitor.releases,
      totalTimeoutMs: monitor.totalTimeoutMs,
      intervalMs: monitor.intervalMs,
      successThreshold: monitor.successThreshold,
      failureThreshold: monitor.failureThreshold,
    })),
  };
}
