import { isHelmwatchError } from "@helmwatch/core/plugin";
import { removeJob } from "@helmwatch/kube/job";
import { chooseRun, type FoundRun, findRuns } from "../cluster-run/find-run.js";
import { followRun } from "../cluster-run/follow-run.js";
import { defaultNamespace } from "../cluster-run/run-job.js";
import { kubeConnections } from "../host/kube-connections.js";
import { line } from "../log/log-line.js";
import { readConfigFile } from "../project/read-config-file.js";
import { formatTable } from "../render/table.js";
import { withSession } from "../run/with-session.js";
import type { CommandCall, RunCommand } from "./command.js";

/** Milliseconds for the pod of a run that was just started. */
const startTimeoutMs = 120_000;

export const attach: RunCommand = (call) =>
  withSession(call, async (session) => {
    const { console, names, options, world } = call;
    const { signal } = session;
    const namespace = await namespaceOf(call);
    const kube = await kubeConnections(world, options)(undefined);
    const runs = await findRuns(kube, namespace, signal);
    let chosen: FoundRun;
    try {
      chosen = chooseRun(runs, names[0], namespace);
    } catch (error) {
      if (runs.length > 0 && options.output === "text") console.print(runTable(runs, world.stdout.columns()));
      throw error;
    }
    const { run, job, state, startedAt } = chosen;
    console.log(line("info", "following...", { run, namespace, started: startedAt, state }));
    const isOver = state !== "running";
    if (options.stop && isOver) console.log(line("warn", "the run has ended already", { run }));
    const stop = options.stop && !isOver;
    const exitCode = await followRun(session, { kube, run, job, startTimeoutMs, stop });
    if (stop) await removeJob(kube, job, signal).catch(() => {});
    return exitCode;
  });

function runTable(runs: readonly FoundRun[], columns: number): string {
  const headers = ["run", "started", "state"];
  return formatTable({ headers, rows: runs.map(({ run, startedAt, state }) => [run, startedAt, state]) }, columns);
}

/** The file is not needed, but knows where its runs are. */
async function namespaceOf(call: CommandCall): Promise<string> {
  const { namespace, file } = call.options;
  if (namespace !== undefined) return namespace;
  const read = await readConfigFile(call).catch((error: unknown) => {
    if (file !== undefined || !isHelmwatchError(error) || error.code !== "CONFIG_NOT_FOUND") throw error;
  });
  return read?.config.run.inCluster.namespace ?? defaultNamespace;
}
