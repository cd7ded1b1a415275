import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { type ApiCall, type HeldApi, heldApi } from "./held-api.js";
import { inCluster } from "./in-cluster-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const ofRelease = ({ body }: ApiCall) => body.includes('"helmwatch/release":"app"');
const secretsHeldAfter = (count: number) => {
  let made = 0;
  return (call: ApiCall) =>
    call.method === "POST" && call.path.endsWith("/secrets") && ofRelease(call) && made++ >= count;
};

/** Where helmwatch is when it is killed, in the order in which it comes there. */
const points: [string, (call: ApiCall) => boolean][] = [
  ["its Job is there and no Secret", secretsHeldAfter(0)],
  ["some of the Secrets are there", secretsHeldAfter(1)],
  ["the Job is about to run", ({ method, path }) => method === "PATCH" && /jobs\/helmwatch-app-/.test(path)],
  ["the Job has ended", ({ method, path }) => method === "DELETE" && /jobs\/helmwatch-app-/.test(path)],
];

async function crashed(world: Scenario, api: HeldApi, ready: Promise<unknown>): Promise<void> {
  const run = world.start("up", "--kubeconfig", api.kubeconfig);
  await Promise.race([ready, run.ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)))]);
  run.kill("SIGKILL");
  await run.ended;
}

scenario.for(points)(
  "killed when %s: the next up finishes it, with one revision and no Job left",
  async (point, { world }) => {
    const [, matches] = point;
    const { given, release, run, cluster, namespace, folder } = world;
    const helm = await inCluster(4, namespace, { ttl: 3 });
    const padding = "x".repeat(1_500_000); // More than one Secret.
    await given({ helm, releases: [release("app", { version: "1" })] });
    expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
    await given({ helm, releases: [release("app", { version: "2", padding })] });
    const api = await heldApi(inject("kubeconfig"), join(folder, "held.kubeconfig"));
    try {
      await crashed(world, api, api.hold(matches));
    } finally {
      api.close();
    }
    const [deployed] = story((await run("up")).events);
    expect(deployed).toMatch(/^app (?:deployed|unchanged) 2$/);
    expect(await cluster.history("app")).toEqual(["superseded", "deployed"]);
    expect(await cluster.version("app")).toBe("2");
    await expect.poll(() => cluster.kubectl("get", "jobs,pods", "--output", "name"), { timeout: 30_000 }).toBe("");
  },
);

scenario(
  "killed while helm runs: other inputs are refused, the same ones are followed to their end",
  async ({ world }) => {
    const { given, release, start, run, cluster, namespace, folder } = world;
    const helm = await inCluster(4, namespace, { ttl: 3 });
    const app = (version: string) => release("app", { version, pod: true, ready: false }, { wait: true, timeout: 60 });
    await given({ helm, releases: [app("1")] });
    const api = await heldApi(inject("kubeconfig"), join(folder, "held.kubeconfig"));
    const pending = async () => {
      await expect.poll(() => cluster.history("app"), { timeout: 30_000 }).toEqual(["pending-install"]);
    };
    try {
      await crashed(world, api, pending());
    } finally {
      api.close();
    }

    await given({ helm, releases: [app("2")] });
    const refused = await run("up");
    expect(story(refused.events)).toEqual(["app failed HELM_PENDING", "exit 1"]);
    expect(JSON.stringify(refused.events)).toMatch(/pod [\w-]+\/helmwatch-app-[\w-]+ is at work on release/);

    await given({ helm, releases: [app("1")] });
    const second = start("up");
    await second.seen((event) => event.type === "release.started");
    await cluster.kubectl("patch", "deployment", "app", "--patch", JSON.stringify({ spec: { replicas: 0 } }));
    expect(story((await second.ended).events)).toEqual(["app deployed 1", "exit 0"]);
    expect(await cluster.history("app")).toEqual(["deployed"]);
    await expect.poll(() => cluster.kubectl("get", "jobs", "--output", "name"), { timeout: 30_000 }).toBe("");
  },
);

scenario("of two that deploy the same release at once, never do two Jobs of helm run", async ({ world }) => {
  const { given, release, start, cluster, namespace, folder } = world;
  const helm = await inCluster(4, namespace);
  await given({ helm, releases: [release("app", { version: "1" })] });
  await copyFile(join(folder, "helmwave.yml"), join(folder, "first.yml"));
  await given({ helm, releases: [release("app", { version: "2" })] });
  const runs = [start("up", "--file", "first.yml"), start("up")].map(({ ended }) => ended);
  let over = false;
  const ended = Promise.all(runs).finally(() => (over = true));
  const active = ["--selector", "helmwatch/release=app", "--output", "jsonpath={.items[*].status.active}"];
  let most = 0;
  while (!over)
    most = Math.max(most, (await cluster.kubectl("get", "jobs", ...active)).split(" ").filter(Boolean).length);
  expect(most).toBeLessThanOrEqual(1);
  const stories = (await ended).map(({ events }) => story(events)[0] ?? "");
  for (const one of stories) expect(one).toMatch(/^app (?:deployed \d|failed HELM_PENDING)$/);
  const deployed = stories.filter((one) => one.includes("deployed"));
  expect(deployed.length).toBeGreaterThan(0);
  expect(await cluster.history("app")).toHaveLength(deployed.length);
});
