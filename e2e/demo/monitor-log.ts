/** The checks of one monitor as the log tells them, in few words: `passed 5 times, streak 5/5`. */
export function summarizeChecks(log: string, monitor: string): string {
  const checks = log.split("\n").flatMap((line) => {
    const match = line.match(/monitor (succeeded|did not succeed) +monitor: (\S+) +streak: (\S+)(?: +error: (.*))?$/);
    const [, what, name, streak, error] = match ?? [];
    return name === monitor ? [{ outcome: what === "succeeded" ? "passed" : error, streak }] : [];
  });
  if (checks.length === 0) return "no check";
  const runs: { outcome: string | undefined; times: number }[] = [];
  for (const { outcome } of checks) {
    if (runs.at(-1)?.outcome === outcome) runs.at(-1)!.times++;
    else runs.push({ outcome, times: 1 });
  }
  const outcomes = runs.map(({ outcome, times }) => `${outcome} ${times} times`);
  return [...outcomes, `streak ${checks.at(-1)?.streak}`].join(", ");
}

/** Why the log says that the monitor failed; undefined when it does not say that. */
export function failureOf(log: string, monitor: string): string | undefined {
  return log.match(new RegExp(`monitor failed +monitor: ${monitor} +error: (.*)$`, "m"))?.[1];
}
