import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chartSource, chartWorld } from "../../test/chart-world.js";
import type { ChartSource } from "./chart-source.js";

const { path, directory, store } = chartWorld();
const never = new AbortController().signal;
const user = { PATH: process.env.PATH!, HOME: "/nonexistent" };

/** A repository with the chart `charts/web` 1.2.3 and what is no chart. */
function repository(): string {
  directory("repository/charts/web", "name: web\nversion: 1.2.3\n");
  directory("repository/charts/api", "name: api\nversion: 2.0.0\n");
  mkdirSync(path("repository/docs"));
  writeFileSync(path("repository/docs/README"), "");
  symlinkSync("../charts/web", path("repository/docs/web"));
  symlinkSync("/etc", path("repository/charts/api/etc"));
  const git = (...argv: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...argv], { cwd: path("repository"), env: user });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message", "one");
  return path("repository");
}

const git = (where: string, chart: Partial<ChartSource> = {}) =>
  chartSource({
    name: `git+file:///repository?path=${where}`,
    git: { url: `file://${repository()}`, path: where },
    ...chart,
  });

it("is a chart of a commit, the same wherever it is checked out", async () => {
  const chart = git("charts/web", { version: "^1" });
  const one = await store(undefined, undefined, user).fetchChart(chart, never);
  const two = await store(undefined, undefined, user).fetchChart(chart, never);
  expect(one).toMatchObject({ name: "web", version: "1.2.3", commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(two.path).not.toBe(one.path);
  expect(two).toEqual({ ...one, path: two.path });
});

it("may be named by a link of its repository", async () => {
  expect(await store(undefined, undefined, user).fetchChart(git("docs/web"), never)).toMatchObject({ name: "web" });
});

it.each<[string, string, Partial<ChartSource>, string, RegExp]>([
  [
    "a path that is not there",
    "charts/nope",
    {},
    "CHART_NOT_FOUND",
    /there is no "charts\/nope" in its repository at \w{40}/,
  ],
  ["a folder without Chart.yaml", "docs", {}, "CHART_INVALID", /"git\+file:\S+" is not a chart: it has no Chart.yaml/],
  ["another version", "charts/web", { version: "^2" }, "CHART_INVALID", /has version 1.2.3, expected "\^2"/],
  ["a link to this machine", "charts/api", {}, "CHART_INVALID", /"charts\/api\/etc" is a link out of its repository/],
])("is refused with %s", async (_, where, chart, code, message) => {
  const fetching = store(undefined, undefined, user).fetchChart(git(where, chart), never);
  await expect(fetching).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

it("has its dependencies completed in its checkout, those of its own repository too", async () => {
  const where = repository();
  writeFileSync(
    join(where, "charts/web/Chart.yaml"),
    "name: web\nversion: 1.2.4\ndependencies: [{name: api, version: 2.0.0, repository: 'file://../api'}]\n",
  );
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--all", "-m", "two"], {
    cwd: where,
    env: user,
  });
  const { fetchChart, calls } = store(undefined, undefined, user);
  const chart = await fetchChart(
    chartSource({ name: "git+file:x", git: { url: `file://${where}`, path: "charts/web" } }),
    never,
  );
  expect(calls()).toEqual([`dependency update ${chart.path} --skip-refresh`]);
});
