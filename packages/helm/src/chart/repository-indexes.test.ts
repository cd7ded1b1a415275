import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chartSource, charts, chartWorld, manifestDigest } from "../../test/chart-world.js";
import type { ChartSource } from "./chart-source.js";

const { path, store } = chartWorld();
const never = new AbortController().signal;

describe("a chart of a repository", () => {
  const web = chartSource({ name: "charts/web", version: "1.2.3", repository: charts });

  it("is pulled after its index, with credentials in a private file", async () => {
    const { fetchChart, calls, helm } = store();
    const chart = await fetchChart(web, never);
    expect(chart.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(chart.digest).not.toBe(manifestDigest);
    expect(calls()[0]).toBe("repo update charts");
    expect(calls()[1]).toMatch(/^pull charts\/web --destination \S+ --version 1.2.3 --insecure-skip-tls-verify$/);
    const file = helm.commands.at(-1)!.env.HELM_REPOSITORY_CONFIG!;
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      repositories: [
        {
          ...{ name: "charts", url: "https://charts.example.com", username: "u", password: "s3cret" },
          ...{ insecure_skip_tls_verify: true, pass_credentials_all: false },
        },
      ],
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("fetches an index once", async () => {
    const { fetchChart, calls } = store();
    await Promise.all([fetchChart(web, never), fetchChart({ ...web, version: "1.0.0" }, never)]);
    expect(calls().filter((call) => call.startsWith("repo"))).toHaveLength(1);
  });

  it("does without the network for an index that is there, if asked to", async () => {
    mkdirSync(path("home/cache/repository"), { recursive: true });
    writeFileSync(path("home/cache/repository/charts-index.yaml"), "");
    const { fetchChart, calls } = store();
    await fetchChart({ ...web, skipRefresh: true }, never);
    expect(calls().filter((call) => call.startsWith("repo"))).toEqual([]);
  });

  it("tells Helm 3 to fail when the index cannot be fetched", async () => {
    const { fetchChart, calls } = store(undefined, "3.22.0");
    await fetchChart(web, never);
    expect(calls()[0]).toBe("repo update charts --fail-on-repo-update-fail");
  });

  it("tells why an index cannot be fetched, which helm says on stdout", async () => {
    const stdout = `Hang tight…\n...Unable to get an update from the "charts" chart repository (https://x):\n\tfailed to fetch https://x/index.yaml : 404 Not Found\n`;
    const { fetchChart } = store(() => ({
      exitCode: 1,
      stdout,
      stderr: "Error: failed to update the following repositories: [x]",
    }));
    await expect(fetchChart(web, never)).rejects.toThrow(
      'fetching the index of repository "https://charts.example.com" failed: there is no such chart or version (failed to fetch https://x/index.yaml : 404 Not Found)',
    );
  });

  it.each<[string, Partial<ChartSource>]>([
    ["an address of its own", { name: "web", repoUrl: "https://other.example.com" }],
    ["credentials of its own", { ...web, username: "me", password: "0ther" }],
  ])("with %s is an entry of its own, nothing in argv", async (_, overrides) => {
    const { fetchChart, calls } = store();
    await fetchChart(chartSource({ ...overrides, username: "me", password: "0ther" }), never);
    expect(calls()[0]).toMatch(/^repo update helmwatch-[0-9a-f]{16}$/);
    expect(calls()[1]).toMatch(/^pull helmwatch-[0-9a-f]{16}\/web /);
    expect(calls().join()).not.toMatch(/0ther|s3cret/);
  });
});
