import { describe, expect, it } from "vitest";
import { chartSource, chartWorld } from "../../test/chart-world.js";
import type { ChartSource } from "./chart-source.js";

const { store } = chartWorld();
const never = new AbortController().signal;

describe("trouble", () => {
  /** Lets time pass beside the real files that the work waits for. */
  async function outlast<T>(clock: ReturnType<typeof store>["clock"], work: Promise<T>): Promise<T> {
    let settled = false;
    const ended = work.finally(() => {
      settled = true;
    });
    ended.catch(() => {});
    while (!settled) await clock.advance(1_000);
    return ended;
  }

  const refused = { exitCode: 1, stderr: "Error: dial tcp: connect: connection refused" };

  it("that may pass is tried three times", async () => {
    let pulls = 0;
    const { fetchChart, clock } = store(({ argv }) => (argv[0] === "pull" && ++pulls < 3 ? refused : undefined));
    const fetching = outlast(clock, fetchChart(chartSource({ name: "oci://x/web" }), never));
    expect(await fetching).toMatchObject({ name: "web" });
    expect(pulls).toBe(3);
  });

  it("that stays is told after the third time", async () => {
    const { fetchChart, clock, calls } = store(() => refused);
    const fetching = outlast(clock, fetchChart(chartSource({ name: "oci://x/web" }), never));
    await expect(fetching).rejects.toMatchObject({ code: "HELM_FETCH_FAILED" });
    expect(calls()).toHaveLength(3);
  });

  it.each([
    ["a chart that is not there", "Error: r/web:9.9.9: not found"],
    ["credentials that are wrong", "Error: 401 Unauthorized"],
  ])("with %s is told at once", async (_, stderr) => {
    const { fetchChart, calls } = store(() => ({ exitCode: 1, stderr }));
    await expect(fetchChart(chartSource({ name: "oci://x/web" }), never)).rejects.toMatchObject({
      code: "HELM_FETCH_FAILED",
    });
    expect(calls()).toHaveLength(1);
  });

  it.each<[string, Partial<ChartSource>, string]>([
    ["a name that says no place", { name: "web" }, "CHART_NOT_FOUND"],
    ["credentials in the URL of an archive", { name: "https://u:s3cret@x/web.tgz" }, "CHART_INVALID"],
    ["credentials beside the URL of an archive", { name: "https://x/web.tgz", username: "u" }, "CHART_INVALID"],
  ])("is found without helm: %s", async (_, overrides, code) => {
    const { fetchChart, helm } = store();
    const fetching = fetchChart(chartSource(overrides), never);
    await expect(fetching).rejects.toMatchObject({ code });
    await expect(fetching).rejects.not.toThrow("s3cret");
    expect(helm.commands).toEqual([]);
  });

  it("of a helm that pulls nothing is told", async () => {
    const { fetchChart } = store(() => ({}));
    await expect(fetchChart(chartSource({ name: "oci://x/web" }), never)).rejects.toThrow("left no archive");
  });
});
