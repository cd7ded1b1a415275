import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartSource, chartWorld } from "../../test/chart-world.js";
import type { Repository } from "./chart-source.js";

const { archive, directory, store } = chartWorld();
const never = new AbortController().signal;

describe("a local chart", () => {
  it("is taken where it is", async () => {
    const { fetchChart, calls } = store();
    const path = directory("web", "name: web\nversion: 1.2.3\n");
    expect(await fetchChart(chartSource({ name: "./web", path }), never)).toMatchObject({
      path,
      name: "web",
      version: "1.2.3",
    });
    const packed = archive();
    expect(await fetchChart(chartSource({ name: "./web.tgz", path: packed }), never)).toMatchObject({ path: packed });
    expect(calls()).toEqual([]);
  });

  const dependencies =
    "name: web\nversion: 1.2.3\ndependencies:\n- {name: a, repository: '@charts'}\n- {name: b, repository: 'oci://r.example.com/charts'}\n- {name: c, repository: 'https://public.example.com/'}\n- {name: d}\n";

  it("gets what is missing in charts/, with logins and indexes made before", async () => {
    const { fetchChart, calls, helm } = store();
    const path = directory("web", dependencies);
    mkdirSync(join(path, "charts/d"), { recursive: true });
    await fetchChart(chartSource({ name: "./web", path, plainHttp: true }), never);
    expect(calls().slice(0, -1).sort()).toEqual([
      "registry login r.example.com --username u --password-stdin --plain-http",
      "repo update charts",
      expect.stringMatching(/^repo update helmwatch-/),
    ]);
    expect(calls().at(-1)).toBe(`dependency update ${path} --skip-refresh --plain-http`);
    const file = JSON.parse(readFileSync(helm.commands.at(-1)!.env.HELM_REPOSITORY_CONFIG!, "utf8"));
    expect(file.repositories.map(({ url }: Repository) => url)).toEqual([
      "https://charts.example.com",
      "https://public.example.com/",
    ]);
  });

  it("says which helm it takes to get them without TLS", async () => {
    const { fetchChart, calls } = store(undefined, "3.16.0");
    const fetching = fetchChart(
      chartSource({ name: "./web", path: directory("web", dependencies), plainHttp: true }),
      never,
    );
    await expect(fetching).rejects.toMatchObject({ code: "HELM_TOO_OLD" });
    expect(calls()).toEqual([]);
  });

  it("is built from its lock file where it has one", async () => {
    const { fetchChart, calls } = store();
    const path = directory("web", "name: web\nversion: 1.2.3\ndependencies: [{name: a, repository: 'file://../a'}]\n");
    writeFileSync(join(path, "Chart.lock"), "");
    await fetchChart(chartSource({ name: "./web", path }), never);
    expect(calls()).toEqual([`dependency build ${path} --skip-refresh`]);
  });

  /** A chart that depends on `web` 1.2.3, which is what the archive holds, and has this in `charts/`. */
  function dependent(range: string, present: string, lock?: string): string {
    const yaml = `name: all\nversion: 1.0.0\ndependencies: [{name: web, version: "${range}", repository: "@charts"}]\n`;
    const path = directory("all", yaml);
    mkdirSync(join(path, "charts"));
    if (present.endsWith(".tgz")) copyFileSync(archive(), join(path, "charts", present));
    else directory(`all/charts/${present}`, `name: ${present}\nversion: 1.2.3\n`);
    if (lock !== undefined) writeFileSync(join(path, "Chart.lock"), `dependencies: [{name: web, version: ${lock}}]`);
    return path;
  }

  it.each<[claim: string, range: string, present: string, lock?: string]>([
    ["everything is there as an archive", "^1", "web-1.2.3.tgz"],
    ["everything is there unpacked", ">=1.0.0, <2", "web"],
    ["what is there is what is locked", "^1", "web-1.2.3.tgz", "1.2.3"],
  ])("is left alone when %s", async (_, range, present, lock) => {
    const { fetchChart, calls } = store();
    await fetchChart(chartSource({ name: "./all", path: dependent(range, present, lock) }), never);
    expect(calls()).toEqual([]);
  });

  it("is left alone when the file says so", async () => {
    const { fetchChart, calls } = store();
    const path = dependent("^2", "web-1.2.3.tgz");
    await fetchChart(chartSource({ name: "./all", path, skipDependencyUpdate: true }), never);
    expect(calls()).toEqual([]);
  });

  it.each<[claim: string, range: string, present: string, verb: string, lock?: string]>([
    ["it has another version than asked for", "^2", "web-1.2.3.tgz", "update"],
    ["it has another version than locked", "^1", "web-1.2.3.tgz", "build", "1.4.0"],
    ["it has the locked version, but another is asked for by now", "^2", "web-1.2.3.tgz", "build", "1.2.3"],
    ["it has only one that begins like it", "^1", "web-admin", "update"],
  ])("is completed when %s", async (_, range, present, verb, lock) => {
    const { fetchChart, calls } = store();
    const path = dependent(range, present, lock);
    await fetchChart(chartSource({ name: "./all", path }), never);
    expect(calls().at(-1)).toBe(`dependency ${verb} ${path} --skip-refresh`);
  });

  it("is completed by one helm at a time, however many name it in whatever way", async () => {
    const { fetchChart, calls } = store(({ argv }): undefined => {
      if (argv[0] === "dependency") directory("all/charts/web", "name: web\nversion: 2.0.0\n");
    });
    const path = dependent("^2", "web-1.2.3.tgz");
    const sources = [{ name: "./all" }, { name: "all/" }, { name: "./all", skipRefresh: true }];
    await Promise.all(sources.map((source) => fetchChart(chartSource({ ...source, path }), never)));
    expect(calls().filter((call) => call.startsWith("dependency"))).toHaveLength(1);
  });

  it("tells that its dependencies cannot be got", async () => {
    const { fetchChart } = store(({ argv }) =>
      argv[0] === "dependency"
        ? { exitCode: 1, stderr: "Error: the lock file (Chart.lock) is out of sync" }
        : undefined,
    );
    const fetching = fetchChart(chartSource({ name: "./all", path: dependent("^2", "web-1.2.3.tgz", "2.0.0") }), never);
    await expect(fetching).rejects.toMatchObject({
      code: "HELM_FETCH_FAILED",
      message: 'fetching the dependencies of chart "./all" failed: the lock file (Chart.lock) is out of sync',
    });
  });
});
