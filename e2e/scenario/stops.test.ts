import { expect } from "vitest";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

scenario("Ctrl-C in the middle of helm: helm ends its operation, nothing new starts, exit 130", async ({ world }) => {
  const { given, release, start, cluster } = world;
  await given({
    releases: [
      release("slow", { pod: true, ready: false }, { wait: true, timeout: 120 }),
      release("later", {}, { depends_on: ["slow"] }),
    ],
  });
  const run = start("up");
  await run.seen((event) => event.type === "release.started");
  await expect.poll(() => cluster.history("slow"), { timeout: 20_000 }).toEqual(["pending-install"]);
  run.kill("SIGINT");
  const { events, exitCode } = await run.ended;

  expect(exitCode).toBe(130);
  expect(story(events)).toEqual(["slow failed HELM_INTERRUPTED", "later skipped", "exit 130"]);
  expect(await cluster.history("slow")).toEqual(["failed"]);
  expect(await cluster.history("later")).toEqual([]);
});

scenario("SIGTERM in the middle of a monitor: the release stays, exit 143", async ({ world }) => {
  const { given, release, monitor, start, cluster } = world;
  await given({
    monitors: [monitor("m", { success_threshold: 50 })],
    releases: [release("app", {}, { monitors: ["m"] })],
  });
  const run = start("up");
  await run.seen((event) => event.type === "monitor.checked");
  run.kill("SIGTERM");
  const { events, exitCode } = await run.ended;

  expect(exitCode).toBe(143);
  expect(story(events)).toEqual(["app deployed 1", "m cancelled", "exit 143"]);
  expect(await cluster.history("app")).toEqual(["deployed"]);
});
