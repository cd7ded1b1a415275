import { openRun } from "./open-run.js";
import { type RunInput, type RunReport, releaseRef } from "./run-context.js";
import { watchMonitor } from "./watch-monitor.js";

/** `monitor run`: the monitors of a plan alone, all at once; no release is asked about or touched. */
export function runMonitors(input: Omit<RunInput, "operations" | "startHook" | "parallelLimit">): Promise<RunReport> {
  const plan = { ...input.plan, releases: [] };
  const noOperation = () => Promise.reject(new Error("monitors alone touch no release"));
  const operations = {
    states: noOperation,
    upgrade: noOperation,
    test: noOperation,
    rollback: noOperation,
    uninstall: noOperation,
  };
  const alone = { operations, startHook: noOperation, parallelLimit: 1 };
  return openRun({ ...input, plan, ...alone }, "monitor", new Map(), async (context) => {
    const refs = new Map(input.plan.releases.map((release) => [release.uniqname, releaseRef(release)]));
    await Promise.all(
      plan.monitors.map((monitor) =>
        watchMonitor(
          context,
          monitor,
          monitor.releases.flatMap((name) => refs.get(name) ?? []),
        ),
      ),
    );
  });
}
