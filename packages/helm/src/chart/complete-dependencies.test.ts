import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartSource, chartWorld } from "../../test/chart-world.js";
import type { ChartSource, Repository } from "./chart-source.js";

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

  it.each<[string, string, Partial<ChartSource>]>([
    ["everything is there as archives", "charts/a-1.0.0.tgz", {}],
    ["the file says so", "charts/other", { skipDependencyUpdate: true }],
  ])("is left alone when %s", async (_, present, overrides) => {
    const { fetchChart, calls } = store();
    const path = directory("web", "name: web\nversion: 1.2.3\ndependencies: [{name: a, repository: '@charts'}]\n");
    mkdirSync(join(path, present), { recursive: true });
    await fetchChart(chartSource({ name: "./web", path, ...overrides }), never);
    expect(calls()).toEqual([]);
  });
});
