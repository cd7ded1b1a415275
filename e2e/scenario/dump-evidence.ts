import type { ClusterState } from "./cluster-state.js";
import type { Ended } from "./helmwatch.js";

/** What someone needs who reads of the failure in a CI log. */
export async function dumpEvidence(runs: readonly Ended[], { kubectl }: ClusterState): Promise<void> {
  const part = async (title: string, read: () => Promise<string>) =>
    console.error(`--- ${title}\n${(await read().catch(String)).slice(-6000)}`);
  for (const [index, { exitCode, events, stderr }] of runs.entries()) {
    await part(`helmwatch run ${index + 1}, exit ${exitCode}: stderr`, async () => stderr);
    await part("its events", async () => events.map((event) => JSON.stringify(event)).join("\n"));
  }
  await part("pods", () => kubectl("get", "pods", "--output", "wide"));
  await part("events", () => kubectl("get", "events", "--sort-by", ".lastTimestamp"));
  await part("pod logs", async () => {
    const pods = (await kubectl("get", "pods", "--output", "name")).split("\n").filter(Boolean);
    const logs = await Promise.all(pods.map((pod) => kubectl("logs", pod, "--tail", "20").catch(String)));
    return pods.map((pod, index) => `${pod}\n${logs[index]}`).join("\n");
  });
}
