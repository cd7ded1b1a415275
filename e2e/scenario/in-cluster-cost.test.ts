import { expect } from "vitest";
import { inCluster } from "./in-cluster-world.js";
import { peakMemory } from "./peak-memory.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const count = 20;
/** MiB of helmwatch, which holds chart and values of a release only while its Secrets are made. */
const memoryLimit = 250;
/** Milliseconds that an operation may take over the same one by the helm of this machine. */
const latencyLimit = 2_000;

scenario(`${count} releases at once, in bounded memory`, async ({ world }) => {
  const { given, release, start, cluster, namespace } = world;
  const helm = await inCluster(4, namespace, { start_timeout: 250, resources: { requests: { cpu: "10m" } } });
  const padding = "x".repeat(500_000);
  const releases = Array.from({ length: count }, (_, index) => release(`app-${index}`, { version: "1", padding }));
  await given({ helm, releases });
  const run = start("up", "--parallel-limit", String(count));
  const peak = await peakMemory(run.pid, run.ended);
  const { events } = await run.ended;
  expect(story(events).filter((line) => / deployed 1$/.test(line))).toHaveLength(count);
  const seconds = ((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0)) / 1000;
  console.info(`${count} releases at once in Jobs: ${seconds.toFixed(1)} s, helmwatch held at most ${peak} MiB`);
  expect(peak).toBeLessThan(memoryLimit);
  await expect.poll(() => cluster.kubectl("get", "jobs", "--output", "name"), { timeout: 30_000 }).toBe("");
});

scenario("an operation costs little more than by the helm of this machine", async ({ world }) => {
  const { given, release, run, namespace } = world;
  const backends = { "in a Job": await inCluster(4, namespace), "by helm here": { backend: "cli" } };
  const fastest: Record<string, number> = {};
  for (let version = 1; version <= 4; version++)
    for (const [name, helm] of Object.entries(backends)) {
      const app = release(name === "in a Job" ? "far" : "near", { version: String(version) });
      await given({ helm, releases: [app] });
      const { events } = await run("up");
      const deployed = events.find(({ type }) => type === "release.deployed");
      if (deployed?.type !== "release.deployed") throw new Error(`not deployed: ${story(events)}`);
      fastest[name] = Math.min(fastest[name] ?? Number.POSITIVE_INFINITY, deployed.durationMs);
    }
  const { "in a Job": far = 0, "by helm here": near = 0 } = fastest;
  console.info(`an upgrade: ${Math.round(far)} ms in a Job, ${Math.round(near)} ms by helm here (fastest of 4)`);
  expect(far - near).toBeLessThan(latencyLimit);
});
