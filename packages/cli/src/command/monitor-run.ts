import {
  type MonitorConfig,
  preflightMonitors,
  runMonitors,
  type SelectedMonitor,
  sketchPlan,
  suggest,
} from "@helmwatch/core";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { hostMaker } from "../host/create-host.js";
import { createMonitors } from "../host/create-monitors.js";
import { kubeConnections } from "../host/kube-connections.js";
import { Rejected } from "../log/rejected.js";
import { projectPlugins } from "../project/project-plugins.js";
import { readConfigFile } from "../project/read-config-file.js";
import { selectConfig } from "../project/select-config.js";
import { runSettings } from "../run/run-settings.js";
import { withSession } from "../run/with-session.js";
import type { RunCommand } from "./command.js";

/** Cluster and helm are not needed, but by monitors that ask Kubernetes. */
export const monitorRun: RunCommand = (call) =>
  withSession(call, async ({ signal, show }) => {
    const { world, options, console, names } = call;
    const file = await readConfigFile(call, ["CONFIG_MONITOR_UNUSED"]);
    const monitors = choose(file.config.monitors, names);
    const plugins = await projectPlugins(file, { helm: false });
    const sketch = sketchPlan(await selectConfig(file, call), file.source, file.folder);
    const watched = monitors.map(
      (monitor): SelectedMonitor => ({
        ...monitor,
        releases: sketch.releases
          .filter((release) => release.monitors.some(({ name }) => name === monitor.name))
          .map(({ uniqname }) => uniqname),
      }),
    );
    const plan = { ...sketch, monitors: watched };
    const host = hostMaker(world, console, kubeConnections(world, options));
    const made = createMonitors(
      monitors.map(({ name }) => name),
      plugins,
      host,
    );
    const { parallelLimit: _, ...settings } = runSettings(call, plan);
    const input = { ...settings, plan, monitors: made, signal };
    const found = await preflightMonitors(input);
    if (found.some(({ severity }) => severity === "error")) throw new Rejected(found);
    await console.diagnostics(found);
    return show((emit) => runMonitors({ ...input, emit }));
  });

function choose(monitors: readonly MonitorConfig[], names: readonly string[]): readonly MonitorConfig[] {
  const known = monitors.map(({ name }) => name);
  if (known.length === 0) throw new HelmwatchError("USAGE", "the config file has no monitors");
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    throw new HelmwatchError("USAGE", `there is no monitor ${JSON.stringify(name)}`, {
      hint: near === undefined ? `the monitors are ${known.join(", ")}` : `did you mean "${near}"?`,
    });
  }
  return names.length === 0 ? monitors : monitors.filter(({ name }) => names.includes(name));
}
