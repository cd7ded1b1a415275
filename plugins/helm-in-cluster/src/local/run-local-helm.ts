import type { Clock, HelmCommand, HelmResult } from "@helmwatch/core/plugin";
import { runHelm } from "@helmwatch/helm/program";

const hint =
  "Charts are fetched where helmwatch runs: install helm there, or set helm.in_cluster.local_helm to its path.";

/** For commands whose result is files of this machine: charts, indexes, logins. All of them may be interrupted. */
export function runLocalHelm(
  binary: string,
  command: HelmCommand,
  clock: Clock,
  signal: AbortSignal,
): Promise<HelmResult> {
  const program = { binary, where: `helm "${binary}" of this machine`, hint };
  return runHelm(program, { ...command, interruptible: true }, clock, signal);
}
