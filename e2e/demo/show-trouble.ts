import type { Scenario } from "./scenario.js";

/** What someone needs who reads of a failure: pods, events, and the ends of logs, as far as they can be had. */
export async function showTrouble({ narrator, workplace, namespace }: Scenario): Promise<void> {
  for (const command of [
    "get pods --output wide",
    "get events --sort-by .lastTimestamp",
    "logs deployment/nats --all-containers --prefix --tail 10",
  ]) {
    const args = [...command.split(" "), "--namespace", namespace];
    narrator.command(`kubectl ${args.join(" ")}`);
    const text = await workplace.run("kubectl", args, AbortSignal.timeout(10_000)).catch(String);
    for (const line of text.split("\n")) narrator.output(line);
  }
}
