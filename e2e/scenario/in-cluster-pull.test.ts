import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished } from "vitest";
import { helmBinary, helmMajors } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import { type Registry, startRegistry } from "../tools/registry.js";
import { hostAddress } from "./host-address.js";
import { inCluster } from "./in-cluster-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

const credentials = { username: "deployer", password: "correct-horse-battery" };

async function registryWithChart(folder: string, address?: string): Promise<{ registry: Registry; chart: string }> {
  const registry = await startRegistry({ credentials, ...(address === undefined ? {} : { address }) });
  onTestFinished(() => registry.stop());
  return { registry, chart: await pushChart(join(folder, "chart"), registry) };
}

/** A repository with the chart, for those who know the password. */
async function repositoryWithChart(folder: string, address: string): Promise<string> {
  const helm = await helmBinary(4);
  await execa(helm, ["package", join(folder, "chart"), "--destination", join(folder, "repository")]);
  await execa(helm, ["repo", "index", join(folder, "repository")]);
  const known = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  const server = createServer(async ({ url = "/", headers }, response) => {
    if (headers.authorization !== known) return response.writeHead(401).end();
    const file = await readFile(join(folder, "repository", url)).catch(() => undefined);
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  onTestFinished(() => void server.close());
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

/** No password in what others may read. */
async function expectNoSecret({ cluster }: Scenario, ...texts: string[]): Promise<void> {
  const seen = await cluster.kubectl("get", "jobs,pods,events,configmaps", "--output", "yaml");
  for (const text of [seen, ...texts]) {
    expect(text).not.toContain(credentials.password);
    expect(text).not.toContain(Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64"));
  }
}

describe.each(helmMajors)("helm %i in a pod", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("pulls a chart by its digest, with the login of its registry: the same release as if it had been carried", async ({
    world,
  }) => {
    const { given, release, run, cluster, namespace, folder } = world;
    const { registry, chart } = await registryWithChart(folder, await hostAddress(cluster));
    const config = async (charts: string) => ({
      helm: await inCluster(helmMajor, namespace, { charts }),
      registries: [{ host: registry.host, ...credentials }],
      releases: [release("app", { version: "1" }, { chart: { name: chart, version: "^1", plain_http: true } })],
    });
    await given(await config("pull"));
    const { events, stdout, stderr } = await run("up", "--log-level", "debug");
    expect(story(events)).toEqual(["app deployed 1", "exit 0"]);
    await expectNoSecret(world, stdout, stderr);
    expect(await cluster.version("app")).toBe("1");
    await given(await config("carry"));
    expect(story((await run("up")).events)).toEqual(["app unchanged 1", "exit 0"]);
  });
});

scenario("a chart of a repository with a password is pulled by its pod", async ({ world }) => {
  const { given, release, run, cluster, namespace, folder } = world;
  const url = await repositoryWithChart(folder, await hostAddress(cluster));
  await given({
    helm: await inCluster(4, namespace, { charts: "pull" }),
    repositories: [{ name: "mine", url, ...credentials }],
    releases: [release("app", { version: "1" }, { chart: { name: "mine/app", version: "1.0.0" } })],
  });
  const { events, stdout, stderr } = await run("up", "--log-level", "debug");
  expect(story(events)).toEqual(["app deployed 1", "exit 0"]);
  await expectNoSecret(world, stdout, stderr);
});

scenario(
  "a registry that only this machine reaches fails the release, and serves one that is carried",
  async ({ world }) => {
    const { given, release, run, cluster, namespace, folder } = world;
    const { registry, chart } = await registryWithChart(folder);
    const config = async (charts: string) => ({
      helm: await inCluster(4, namespace, { charts }),
      registries: [{ host: registry.host, ...credentials }],
      releases: [release("app", { version: "1" }, { chart: { name: chart, version: "1.0.0", plain_http: true } })],
    });
    await given(await config("pull"));
    const { events, stdout, stderr } = await run("up");
    expect(story(events)).toEqual(["app failed HELM_FETCH_FAILED", "exit 1"]);
    expect(JSON.stringify(events)).toMatch(
      /in the pod, helm pull oci:\/\/127.0.0.1:\d+\/charts\/app@sha256:\w+ failed/,
    );
    expect(await cluster.history("app")).toEqual([]);
    await expectNoSecret(world, stdout, stderr);
    await given(await config("carry"));
    expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
  },
);
