import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { chartStore, type Registry, type Repository } from "@helmwatch/helm";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { createTestCertificates } from "../tools/certificates.js";
import { type HelmMajor, helmBinary, helmMajors } from "../tools/helm.js";
import { pushChart } from "../tools/push-chart.js";
import { startRegistry } from "../tools/registry.js";
import { chartSource } from "./chart-sources.js";
import { serveFiles } from "./file-server.js";
import { helmWorld } from "./helm-world.js";

const credentials = { username: "ann", password: "swordfish-8" };
const signal = new AbortController().signal;
const shop = { name: "shop", version: "0.1.0" };

/** Chart `shop` 0.1.0 packed in a folder to be served, whose index names archives by `url`. */
async function accessWorld(major: HelmMajor) {
  const world = await helmWorld(major);
  const { folder, helm } = world;
  const program = await helmBinary(major);
  await execa(program, ["create", "shop"], { cwd: folder });
  const served = join(folder, "served");
  await mkdir(served);
  await execa(program, ["package", join(folder, "shop"), "--destination", served]);
  const index = (...url: string[]) =>
    execa(program, ["repo", "index", served, ...url.flatMap((one) => ["--url", one])]);
  await index();
  const repository = (url: string, more: Partial<Repository> = {}): Repository => ({
    ...{ name: "own", url, insecureSkipTlsVerify: false, passCredentialsAll: false },
    ...more,
  });
  const store = (registries: Registry[] = [], repositories: Repository[] = []) =>
    chartStore({ helm, clock: systemClock, directory: join(folder, "charts"), registries, repositories });
  return { ...world, served, index, repository, store };
}

describe.each(helmMajors)("helm %i", (major) => {
  test("reads a repository over TLS of an own authority, with a client's certificate", async () => {
    const { folder, served, repository, store } = await accessWorld(major);
    const tls = await createTestCertificates(folder);
    const { url } = await serveFiles(served, { tls, wantsClient: true, credentials });
    const keys = { caFile: tls.authority, certFile: tls.client.cert, keyFile: tls.client.key };
    const get = (more: Partial<Repository>) =>
      store().fetchChart(
        chartSource({ name: "own/shop", repository: repository(url, { ...credentials, ...more }) }),
        signal,
      );
    expect(await get(keys)).toMatchObject(shop);
    // The same by keys of the chart.
    const own = chartSource({ name: "shop", repoUrl: url, ...credentials, ...keys });
    expect(await store().fetchChart(own, signal)).toMatchObject(shop);
    await expect(get({ caFile: tls.authority, name: "none" })).rejects.toMatchObject({ code: "HELM_FETCH_FAILED" });
    await expect(get({ certFile: tls.client.cert, keyFile: tls.client.key, name: "unknown" })).rejects.toThrow(
      "the server's certificate was not accepted",
    );
  });

  test("reads a repository whose certificate nobody knows only where insecure says so", async () => {
    const { folder, served, repository, store } = await accessWorld(major);
    const { url } = await serveFiles(served, { tls: await createTestCertificates(folder) });
    const insecure = repository(url, { insecureSkipTlsVerify: true });
    expect(await store().fetchChart(chartSource({ name: "own/shop", repository: insecure }), signal)).toMatchObject(
      shop,
    );
    const own = chartSource({ name: "shop", repoUrl: url, insecure: true });
    expect(await store().fetchChart(own, signal)).toMatchObject(shop);
    await expect(store().fetchChart({ ...own, insecure: false }, signal)).rejects.toThrow("certificate");
  });

  test("gives credentials to another host only where pass_credentials says so", async () => {
    const { served, index, repository, store } = await accessWorld(major);
    const archives = await serveFiles(served);
    // Another host by its name, though it is the same machine.
    await index(archives.url.replace("127.0.0.1", "localhost"));
    const { url } = await serveFiles(served, { credentials });
    await store().fetchChart(chartSource({ name: "own/shop", repository: repository(url, credentials) }), signal);
    const passing = repository(url, { ...credentials, passCredentialsAll: true });
    await store().fetchChart(chartSource({ name: "own/shop", repository: { ...passing, name: "passing" } }), signal);
    const chart = chartSource({ name: "shop", repoUrl: url, ...credentials, passCredentials: true });
    await store().fetchChart(chart, signal);
    expect(archives.asked.map(({ password }) => password)).toEqual([false, true, true]);
  });

  test("logs in to a registry over TLS of an own authority, and pulls from it", async () => {
    const { folder, argv, store } = await accessWorld(major);
    const tls = await createTestCertificates(folder);
    const { host, stop } = await startRegistry({ credentials, tls });
    onTestFinished(stop);
    await pushChart(join(folder, "shop"), { host, credentials, tls }, { helm: major });
    const keys = { caFile: tls.authority, certFile: tls.client.cert, keyFile: tls.client.key };
    const registry: Registry = { host, ...credentials, insecure: false };
    const chart = chartSource({ name: `oci://${host}/charts/shop`, version: "0.1.0", ...keys });
    expect(await store([registry]).fetchChart(chart, signal)).toMatchObject(shop);
    const { caFile: _, ...unknown } = chart;
    await expect(store([registry]).fetchChart(unknown, signal)).rejects.toThrow(/certificate/);
    const insecure = { ...unknown, insecure: true };
    expect(await store([registry]).fetchChart(insecure, signal)).toMatchObject(shop);
    expect(await store([{ ...registry, insecure: true }]).fetchChart(insecure, signal)).toMatchObject(shop);
    expect(JSON.stringify(argv)).not.toContain(credentials.password);
  });

  test("pulls from a registry that nobody declared, and by digest, whose version must be right", async () => {
    const { folder, store } = await accessWorld(major);
    const registry = await startRegistry();
    onTestFinished(() => registry.stop());
    const name = await pushChart(join(folder, "shop"), registry, { helm: major });
    const chart = chartSource({ name, version: "^0.1", plainHttp: true });
    const { digest } = await store().fetchChart(chart, signal);
    const pinned = { ...chart, name: `${name}@${digest}` };
    expect(await store().fetchChart(pinned, signal)).toMatchObject({
      ...shop,
      digest,
      path: expect.stringMatching(/shop-0\.1\.0\.tgz$/),
    });
    await expect(store().fetchChart({ ...pinned, version: "9.9.9" }, signal)).rejects.toMatchObject({
      code: "CHART_INVALID",
      message: expect.stringContaining('has version 0.1.0, expected "9.9.9"'),
    });
  });

  test("asks nothing of what is declared and not used, and leaves the user's own files alone", async () => {
    const { folder, served } = await accessWorld(major);
    const { url } = await serveFiles(served);
    const unused = await serveFiles(served);
    const config = join(folder, "users");
    await mkdir(config);
    const own = join(config, "repositories.yaml");
    await writeFile(own, `repositories: [{name: own, url: "${unused.url}"}]\n`);
    const user = { HELM_CONFIG_HOME: config, HELM_CACHE_HOME: join(folder, "none"), HELM_REPOSITORY_CONFIG: own };
    const { helm } = await helmWorld(major, user);
    const repositories: Repository[] = ["own", "other"].map((name, at) => ({
      ...{ name, url: at === 0 ? url : unused.url, insecureSkipTlsVerify: false, passCredentialsAll: false },
    }));
    const { fetchChart } = chartStore({
      ...{ helm, clock: systemClock, directory: join(folder, "charts"), registries: [], repositories },
    });
    const chart = chartSource({ name: "own/shop", repository: repositories[0]! });
    expect(await fetchChart(chart, signal)).toMatchObject(shop);
    expect(unused.asked).toEqual([]);
    expect(await readdir(config)).toEqual(["repositories.yaml"]);
    expect(await readdir(folder)).not.toContain("none");
  });
});
