import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { type ChartSource, chartStore } from "@helmwatch/helm";
import { execa } from "execa";
import { expect, test } from "vitest";
import { createTestCertificates } from "../tools/certificates.js";
import { helmBinary } from "../tools/helm.js";
import { chartSource } from "./chart-sources.js";
import { serveFiles } from "./file-server.js";
import { gitRepository } from "./git-repository.js";
import { serveGit } from "./git-server.js";
import { helmWorld } from "./helm-world.js";

const credentials = { username: "ann", password: "swordfish-11" };
const signal = new AbortController().signal;

/** A repository with chart `shop` 0.1.0 at `charts/shop`. */
async function gitWorld() {
  const { folder, helm } = await helmWorld(4);
  await execa(await helmBinary(4), ["create", "shop"], { cwd: folder });
  const git = await gitRepository(join(folder, "git"), { "charts/shop": join(folder, "shop") });
  const fetchChart = (url: string, chart: Partial<ChartSource> = {}, ref = "main") =>
    chartStore({
      ...{ helm, clock: systemClock, directory: join(folder, "charts"), registries: [], repositories: [] },
    }).fetchChart(
      chartSource({ name: `git+${url}?path=charts/shop`, git: { url, ref, path: "charts/shop" }, ...chart }),
      signal,
    );
  return { folder, git, fetchChart, commit: await git("rev-parse", "HEAD") };
}

test("a repository behind a password is read with that of the chart, and nothing else tells who asks", async () => {
  const { folder, fetchChart, commit } = await gitWorld();
  const { url } = await serveGit(join(folder, "git"), credentials);
  const shop = { name: "shop", version: "0.1.0", commit };
  expect(await fetchChart(`${url}/.git`, credentials)).toMatchObject(shop);
  expect(await fetchChart(`${url}/.git`, credentials, commit)).toMatchObject(shop);
  for (const wrong of [{}, { ...credentials, password: "wrong-12" }]) {
    const fetching = fetchChart(`${url}/.git`, wrong);
    await expect(fetching).rejects.toMatchObject({ code: "GIT_FETCH_FAILED" });
    await expect(fetching).rejects.toThrow("the credentials were not accepted, or there are none");
    await expect(fetching).rejects.not.toThrow("wrong-12");
  }
});

test("a repository over TLS of an own authority is read with a client's certificate", async () => {
  const { folder, fetchChart, commit } = await gitWorld();
  const tls = await createTestCertificates(folder);
  const { url } = await serveGit(join(folder, "git"), credentials, tls);
  const client = { ...credentials, certFile: tls.client.cert, keyFile: tls.client.key };
  expect(await fetchChart(`${url}/.git`, { ...client, caFile: tls.authority })).toMatchObject({ commit });
  expect(await fetchChart(`${url}/.git`, { ...client, insecure: true })).toMatchObject({ commit });
  await expect(fetchChart(`${url}/.git`, client)).rejects.toThrow("the server's certificate was not accepted");
});

test("a server of mere files, which knows no short fetches, is read whole", async () => {
  const { folder, git, fetchChart, commit } = await gitWorld();
  await git("tag", "v1");
  await mkdir(join(folder, "served"));
  await git("clone", "--quiet", "--bare", ".", join(folder, "served/shop.git"));
  await execa("git", ["update-server-info"], { cwd: join(folder, "served/shop.git") });
  const { url } = await serveFiles(join(folder, "served"));
  const bare = url.replace(/$/, "/shop.git");
  for (const ref of ["main", "v1", commit]) expect(await fetchChart(bare, {}, ref)).toMatchObject({ commit });
  await expect(fetchChart(bare, {}, "nope")).rejects.toThrow("there is no such branch, tag or commit");
});

test("a chart's dependencies in its repository are those of its commit", async () => {
  const { folder, git, fetchChart } = await gitWorld();
  const place = join(folder, "git/charts");
  await cp(join(place, "shop"), join(place, "lib"), { recursive: true });
  await writeFile(join(place, "lib/Chart.yaml"), "apiVersion: v2\nname: lib\nversion: 0.1.0\n");
  const dependencies = "dependencies: [{name: lib, version: 0.1.0, repository: 'file://../lib'}]";
  await writeFile(join(place, "shop/Chart.yaml"), `apiVersion: v2\nname: shop\nversion: 0.2.0\n${dependencies}\n`);
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "two");
  const { path } = await fetchChart(`file://${join(folder, "git")}`);
  const { stdout } = await execa(await helmBinary(4), ["template", path]);
  expect(stdout).toContain("# Source: shop/charts/lib/templates/service.yaml");
});
