import { type Clock, type HelmCommand, type HelmResult, HelmwatchError } from "@helmwatch/core/plugin";
import { execa } from "execa";

const grace = 15_000;
const maxBuffer = 8 * 1024 * 1024;

/** For commands whose result is files of this machine: charts, indexes, logins. All of them may be interrupted. */
export async function runLocalHelm(
  binary: string,
  { argv, env, stdin, deadlineMs }: HelmCommand,
  clock: Clock,
  signal: AbortSignal,
): Promise<HelmResult> {
  const over = new AbortController();
  const stop = new AbortController();
  clock.sleep(deadlineMs, over.signal).then(
    () => stop.abort("deadline"),
    () => {},
  );
  if (signal.aborted) stop.abort("interrupted");
  signal.addEventListener("abort", () => stop.abort("interrupted"), { signal: over.signal });
  try {
    const result = await execa(binary, argv, {
      env,
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      cancelSignal: stop.signal,
      forceKillAfterDelay: grace,
      maxBuffer,
      ...(stdin === undefined ? { stdin: "ignore" as const } : { input: stdin }),
    });
    const { exitCode, stdout, stderr, isCanceled } = result;
    if (exitCode === undefined && !isCanceled && !result.isTerminated) throw noHelm(binary, result.originalMessage);
    const ended = isCanceled ? (stop.signal.reason as "deadline" | "interrupted") : "exit";
    return { exitCode: exitCode ?? -1, stdout, stderr, where: `helm "${binary}" of this machine`, ended };
  } finally {
    over.abort();
  }
}

function noHelm(binary: string, why: string | undefined): HelmwatchError {
  return new HelmwatchError("HELM_NOT_FOUND", `"${binary}" could not be started here: ${why ?? "unknown reason"}`, {
    hint: "Charts are fetched where helmwatch runs: install helm there, or set helm.in_cluster.local_helm to its path.",
  });
}
