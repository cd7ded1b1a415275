import { expect } from "vitest";
import { startCluster } from "../cluster/cluster.js";
import { localClusterObstacle } from "../cluster/local/obstacle.js";
import { restartApiServer } from "../cluster/local/restart-api-server.js";
import { busyboxImage } from "../tools/busybox.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const turns = 24;
const script = `i=0; while [ $i -lt ${turns} ]; do i=$((i+1)); echo turn $i; sleep 0.5; done`;

/** A cluster that nobody else uses. */
const alone = scenario.extend({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs.
  kubeconfig: async ({}, use: (path: string) => Promise<void>) => {
    const cluster = await startCluster("local", { signal: new AbortController().signal, progress: () => {} });
    try {
      await use(cluster.kubeconfig);
    } finally {
      await cluster.stop();
    }
  },
});

alone.skipIf(localClusterObstacle() !== undefined)(
  "an API server that restarts in the middle of a check: its Job, its verdict and its log are whole",
  async ({ kubeconfig, world }) => {
    const { cluster, given, release, start } = world;
    const job = {
      image: busyboxImage,
      image_pull_policy: "Never",
      command: ["sh", "-c", script],
      logs: { tail_lines: 100 },
    };
    const keys = {
      interval: 0.2,
      iteration_timeout: 90,
      total_timeout: 120,
      success_threshold: 1,
      failure_threshold: 1,
    };
    await given({
      monitors: [{ name: "smoke", type: "k8s-job", ...keys, "k8s-job": job }],
      releases: [release("app", {}, { monitors: ["smoke"] })],
    });
    const run = start("up");
    await run.seen((event) => event.type === "monitor.progress" && event.text === "turn 3");
    await restartApiServer(kubeconfig, 2_000);
    const { events, exitCode } = await run.ended;

    expect({ exitCode, story: story(events) }).toEqual({
      exitCode: 0,
      story: ["app deployed 1", "smoke passed", "exit 0"],
    });
    const whole = Array.from({ length: turns }, (_, index) => `turn ${index + 1}`);
    const checked = events.find((event) => event.type === "monitor.checked");
    expect(checked?.facts?.log).toBe(whole.join("\n"));
    const live = events.flatMap((event) => (event.type === "monitor.progress" ? [event.text] : []));
    expect(live.filter((text) => text.startsWith("turn "))).toEqual(whole);
    await expect.poll(() => cluster.kubectl("get", "jobs", "--output", "name"), { timeout: 20_000 }).toBe("");
  },
);
