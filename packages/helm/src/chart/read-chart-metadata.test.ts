import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readChartMetadata } from "./read-chart-metadata.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chart-metadata-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function directory(files: Record<string, string>): string {
  const root = mkdtempSync(join(folder, "chart-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Packed by the machine's tar, members in the given order. */
function archive(files: Record<string, string>, ...options: string[]): string {
  const root = directory(files);
  execFileSync("tar", ["-czf", join(root, "chart.tgz"), ...options, "-C", root, ...Object.keys(files)]);
  return join(root, "chart.tgz");
}

const yaml = "apiVersion: v2\nname: web\nversion: 1.2.3\n";
const web = { name: "web", version: "1.2.3", dependencies: [] };

describe("a chart's name and version come from", () => {
  it("a directory", async () => {
    expect(await readChartMetadata(directory({ "Chart.yaml": yaml }))).toEqual(web);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["an archive", { "web/Chart.yaml": yaml, "web/values.yaml": "a: 1" }, []],
    ["one with Chart.yaml at the end", { "web/big": "x".repeat(3_000_000), "web/Chart.yaml": yaml }, []],
    [
      "one with long names",
      { [`web/templates/${"n".repeat(150)}.yaml`]: "a", "web/Chart.yaml": yaml },
      ["--format=pax"],
    ],
    [
      "one with GNU names",
      { [`web/templates/${"n".repeat(150)}.yaml`]: "a", "web/Chart.yaml": yaml },
      ["--format=gnu"],
    ],
    [
      "one with subcharts before it",
      { "web/charts/sub/Chart.yaml": "name: sub\nversion: 9.9.9", "web/Chart.yaml": yaml },
      [],
    ],
    ["one packed from a dot", { "./web/Chart.yaml": yaml }, []],
  ])("%s", async (_, files, options) => {
    expect(await readChartMetadata(archive(files, ...options))).toEqual(web);
  });
});

it("reads dependencies, passing over what is none", async () => {
  const text = `${yaml}dependencies:\n- {name: redis, version: 1.x, repository: "@bitnami"}\n- nonsense\n`;
  const { dependencies } = await readChartMetadata(directory({ "Chart.yaml": text }));
  expect(dependencies).toEqual([{ name: "redis", version: "1.x", repository: "@bitnami" }]);
});

it.each<[string, () => string]>([
  ["it has no Chart.yaml", () => join(folder, "nope")],
  ["it has no Chart.yaml", () => directory({ "values.yaml": "" })],
  ["it has no Chart.yaml", () => archive({ "web/values.yaml": "a" })],
  ["its Chart.yaml has no name", () => directory({ "Chart.yaml": "" })],
  ["its Chart.yaml has no name", () => directory({ "Chart.yaml": "name: 5\nversion: 1.0.0" })],
  ["its Chart.yaml has no version", () => archive({ "web/Chart.yaml": "name: web" })],
  ["incorrect header check", () => join(directory({ "chart.tgz": "no gzip" }), "chart.tgz")],
  ["unexpected end of file", () => written("cut.tgz", gzipSync(Buffer.alloc(5000, 1)).subarray(0, 20))],
  ["damaged tar header", () => written("noise.tgz", gzipSync(Buffer.alloc(1024, 0xff)))],
])("says of what is not a chart: %s", async (why, path) => {
  const reading = readChartMetadata(path());
  await expect(reading).rejects.toMatchObject({ code: "CHART_INVALID" });
  await expect(reading).rejects.toThrow(`is not a chart: ${why}`);
});

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
