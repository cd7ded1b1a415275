import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@helmwatch/core";
import { chartStore, type Repository } from "@helmwatch/helm";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { type HelmMajor, helmBinary, helmMajors } from "../tools/helm.js";
import { chartSource } from "./chart-sources.js";
import { serveFiles } from "./file-server.js";
import { gitRepository } from "./git-repository.js";
import { helmWorld } from "./helm-world.js";

const signal = new AbortController().signal;

/** Chart `all`, which depends on `lib` of a folder beside it and on `shop` of a repository. */
async function dependentWorld(major: HelmMajor) {
  const { folder, helm, argv } = await helmWorld(major);
  const program = await helmBinary(major);
  const served = join(folder, "served");
  await mkdir(served);
  const publish = async (version: string) => {
    await execa(program, ["create", "shop"], { cwd: folder });
    await execa(program, ["package", join(folder, "shop"), "--version", version, "--destination", served]);
    await execa(program, ["repo", "index", served]);
  };
  await publish("0.1.0");
  const { url, asked } = await serveFiles(served);
  const repository: Repository = { name: "own", url, insecureSkipTlsVerify: false, passCredentialsAll: false };
  const chart = join(folder, "all");
  const dependsOn = async (shop: string) => {
    const dependencies = [
      { name: "lib", version: ">=0.1.0", repository: "file://../lib" },
      { name: "shop", version: shop, repository: "@own" },
    ];
    const yaml = { apiVersion: "v2", name: "all", version: "1.0.0", dependencies };
    await mkdir(chart, { recursive: true });
    await writeFile(join(chart, "Chart.yaml"), JSON.stringify(yaml));
  };
  await execa(program, ["create", "lib"], { cwd: folder });
  await dependsOn(">=0.1.0");
  const store = () =>
    chartStore({
      helm,
      clock: systemClock,
      directory: join(folder, "charts"),
      registries: [],
      repositories: [repository],
    });
  const source = chartSource({ name: "./all", path: chart });
  const get = (more = {}) => store().fetchChart({ ...source, ...more }, signal);
  const calls = () => argv.filter(([verb]) => verb === "dependency").map(([, verb]) => verb);
  const charts = async () => (await readdir(join(chart, "charts"))).sort();
  return { folder, chart, asked, publish, dependsOn, store, source, get, calls, charts };
}

describe.each(helmMajors)("helm %i", (major) => {
  test("completes a chart once, and anew where what it depends on is another now", async () => {
    const { folder, chart, asked, publish, dependsOn, get, calls, charts } = await dependentWorld(major);
    const first = await get();
    expect(await charts()).toEqual(["lib-0.1.0.tgz", "shop-0.1.0.tgz"]);
    const requests = asked.length;
    expect(await get()).toEqual(first);
    expect([calls(), asked.length]).toEqual([["update"], requests]);

    // The folder beside it is edited, its version is not.
    await writeFile(join(folder, "lib/values.yaml"), "edited: true\n");
    const edited = await get();
    expect(edited.digest).not.toBe(first.digest);
    expect(calls()).toEqual(["update", "build"]);

    // A newer version is there, but the lock holds on to the old one, until Chart.yaml asks for the new one.
    await publish("0.2.0");
    await rm(join(chart, "charts"), { recursive: true });
    expect((await get()).digest).toBe(edited.digest);
    await dependsOn("0.2.0");
    await expect(get()).rejects.toMatchObject({
      code: "HELM_FETCH_FAILED",
      message: expect.stringContaining("the lock file (Chart.lock) is out of sync"),
    });
    await rm(join(chart, "Chart.lock"));
    await get();
    expect(await charts()).toEqual(["lib-0.1.0.tgz", "shop-0.2.0.tgz"]);
  });

  test("gives a chart that is completed anew the same digest, at another time and place", async () => {
    const { folder, chart, get, store } = await dependentWorld(major);
    const first = await get();
    await rm(join(chart, "charts"), { recursive: true });
    await rm(join(chart, "Chart.lock"));
    await new Promise((resolve) => setTimeout(resolve, 1100)); // Archives have times in whole seconds.
    expect((await get()).digest).toBe(first.digest);
    await rm(join(chart, "charts"), { recursive: true });
    await gitRepository(join(folder, "git"), { all: chart, lib: join(folder, "lib") });
    const git = { name: "git+file:x?path=all", git: { url: `file://${join(folder, "git")}`, path: "all" } };
    expect((await store().fetchChart(chartSource(git), signal)).digest).toBe(first.digest);
  });

  test("completes a chart for all that share it at a time, and none where skip_dependency_update says so", async () => {
    const { chart, source, get, calls, store } = await dependentWorld(major);
    await get({ skipDependencyUpdate: true });
    expect([calls(), await readdir(chart)]).toEqual([[], ["Chart.yaml"]]);
    const { fetchChart } = store();
    const names = ["./all", "all", "./all/"];
    const all = await Promise.all(names.map((name) => fetchChart({ ...source, name }, signal)));
    expect(calls()).toEqual(["update"]);
    expect(new Set(all.map(({ digest }) => digest)).size).toBe(1);
  });

  test("takes an index that is there where skip_refresh says so", async () => {
    const { chart, source, asked, store, publish } = await dependentWorld(major);
    const { fetchChart } = store();
    await fetchChart(source, signal);
    await publish("0.3.0");
    const lock = await readFile(join(chart, "Chart.lock"), "utf8");
    await rm(join(chart, "charts"), { recursive: true });
    await rm(join(chart, "Chart.lock"));
    await store().fetchChart({ ...source, skipRefresh: true }, signal);
    expect(asked.filter(({ path }) => path === "/index.yaml")).toHaveLength(1);
    expect(await readFile(join(chart, "Chart.lock"), "utf8")).toContain(/digest: .*/.exec(lock)![0]);
    await rm(join(chart, "charts"), { recursive: true });
    await rm(join(chart, "Chart.lock"));
    await store().fetchChart(source, signal);
    expect(await readFile(join(chart, "Chart.lock"), "utf8")).toContain("version: 0.3.0");
  });
});
