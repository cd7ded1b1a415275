import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { type ChartSource, chartStore, type Registry, type Repository } from "@helmwatch/helm";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { type HelmMajor, helmBinary, helmMajors } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import { startRegistry } from "../tools/registry.js";
import { helmWorld } from "./helm-world.js";

const credentials = { username: "ann", password: "swordfish-7" };
const signal = new AbortController().signal;
const never = {
  insecure: false,
  passCredentials: false,
  verify: false,
  skipDependencyUpdate: false,
  skipRefresh: false,
};
const oci = (source: Partial<ChartSource>): ChartSource => ({ name: "", ...never, plainHttp: true, ...source });
const http = (source: Partial<ChartSource>): ChartSource => ({ ...oci(source), plainHttp: false });

/** A chart repository that asks for the password. */
async function startRepository(folder: string): Promise<string> {
  const wanted = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`;
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== wanted) return response.writeHead(401).end();
    const file = await readFile(join(folder, request.url ?? "")).catch(() => undefined);
    return file ? response.end(file) : response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A registry and a repository with chart `shop` 0.1.0 in it, both with a password. */
async function chartWorld(major: HelmMajor) {
  const { folder, helm, argv } = await helmWorld(major);
  const program = await helmBinary(major);
  await execa(program, ["create", "shop"], { cwd: folder });
  const { host, stop } = await startRegistry({ credentials });
  onTestFinished(stop);
  await pushChart(join(folder, "shop"), { host, credentials }, { helm: major });
  await mkdir(join(folder, "repository"));
  await execa(program, ["package", join(folder, "shop"), "--destination", join(folder, "repository")]);
  const url = await startRepository(join(folder, "repository"));
  await execa(program, ["repo", "index", join(folder, "repository"), "--url", url]);

  const registry: Registry = { host, ...credentials, insecure: false };
  const repository: Repository = {
    name: "own",
    url,
    ...credentials,
    insecureSkipTlsVerify: false,
    passCredentialsAll: false,
  };
  const store = (registries: Registry[] = [registry], repositories: Repository[] = [repository]) =>
    chartStore({ helm, clock: systemClock, directory: join(folder, "charts"), registries, repositories });
  return { folder, helm, argv, host, url, registry, repository, store };
}

describe.each(helmMajors)("helm %i", (major) => {
  test("gets charts from a registry and a repository, without a password in argv or in a readable file", async () => {
    const { folder, argv, host, url, repository, store } = await chartWorld(major);
    const { fetchChart } = store();
    const shop = { name: "shop", version: "0.1.0", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) };
    const pinned = await fetchChart(oci({ name: `oci://${host}/charts/shop`, version: "0.1.0" }), signal);
    expect(pinned).toMatchObject(shop);
    expect(await fetchChart(oci({ name: `oci://${host}/charts/shop`, version: ">=0.1" }), signal)).toMatchObject({
      ...{ digest: pinned.digest, version: "0.1.0" },
    });
    expect(await fetchChart(http({ name: "own/shop", repository }), signal)).toMatchObject(shop);
    expect(await fetchChart(http({ name: "shop", repoUrl: url, ...credentials }), signal)).toMatchObject(shop);

    expect(argv.filter(([verb]) => verb === "registry")).toHaveLength(1);
    expect(argv.filter(([verb]) => verb === "repo")).toHaveLength(2);
    expect(JSON.stringify(argv)).not.toContain(credentials.password);
    for (const file of await readdir(join(folder, "helm"), { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      const encoded = Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64");
      if (!file.isFile() || !new RegExp(`${credentials.password}|${encoded}`).test(await readFile(path, "latin1")))
        continue;
      expect((await stat(path)).mode & 0o077, path).toBe(0);
    }
  });

  test("says why it cannot get a chart", async () => {
    const { host, url, registry, repository, store } = await chartWorld(major);
    const name = `oci://${host}/charts/shop`;
    const wrong = { username: "ann", password: "wrong" };
    const failing = async (source: ChartSource, message: string, charts = store()) => {
      const fetching = charts.fetchChart(source, signal);
      await expect(fetching).rejects.toMatchObject({ code: "HELM_FETCH_FAILED" });
      await expect(fetching).rejects.toThrow(message);
    };
    await failing(oci({ name, version: "9.9.9" }), "there is no such chart or version");
    await failing(oci({ name: `oci://${host}/charts/nope` }), "there is no such chart or version");
    await failing(http({ name: "own/nope", repository }), "there is no such chart or version");
    await failing(oci({ name }), "the credentials were not accepted", store([]));
    await failing(oci({ name }), `login to registry "${host}" as "ann" failed`, store([{ ...registry, ...wrong }]));
    await failing(http({ name: "shop", repoUrl: url, ...wrong }), "the credentials were not accepted");
  });

  test("completes a local chart from both, once", async () => {
    const { folder, argv, host, store } = await chartWorld(major);
    const chart = join(folder, "all");
    await mkdir(chart);
    const dependencies = [
      { name: "shop", version: "0.1.0", repository: "@own" },
      { name: "other", version: ">=0.1.0", repository: `oci://${host}/charts` },
    ];
    await execa(await helmBinary(major), ["create", "other"], { cwd: folder });
    await pushChart(join(folder, "other"), { host, credentials }, { helm: major });
    await writeFile(
      join(chart, "Chart.yaml"),
      JSON.stringify({ apiVersion: "v2", name: "all", version: "1.0.0", dependencies }),
    );
    const source = oci({ name: "./all", path: chart });
    const first = await store().fetchChart(source, signal);
    expect((await readdir(join(chart, "charts"))).sort()).toEqual(["other-0.1.0.tgz", "shop-0.1.0.tgz"]);

    const before = argv.length;
    expect(await store().fetchChart(source, signal)).toEqual(first);
    expect(argv).toHaveLength(before);
  });
});
