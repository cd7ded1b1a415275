import { describe, expect, it } from "vitest";
import { formatDiagnostics } from "../config/format-diagnostic.js";
import { interpretFiles } from "../config/read-config.js";
import { printConfig } from "./print-config.js";
import { readFiles, readOneFile } from "./read-files.js";

/** Reads `helmwatch.yml` of a project that is these files. */
async function read(files: Readonly<Record<string, string>>, environment?: string) {
  const bytes = (path: string) => {
    const text = files[path];
    if (text === undefined) throw new Error("ENOENT: no such file");
    return Buffer.from(text);
  };
  const ports = {
    readFile: async (path: string) => bytes(path),
    readFolder: async (folder: string) => {
      const inside = (path: string) =>
        folder === "." ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
      return [...new Set(Object.keys(files).flatMap((path) => inside(path).split("/")[0] || []))];
    },
  };
  const root = await readFiles(readOneFile(bytes("helmwatch.yml"), "helmwatch.yml"), ports);
  return interpretFiles(root, environment === undefined ? {} : { environment });
}

async function config(files: Readonly<Record<string, string>>, environment?: string) {
  const result = await read(files, environment);
  if (!result.config) throw new Error(formatDiagnostics(result.diagnostics, { source: result }));
  return result.config;
}

async function shown(files: Readonly<Record<string, string>>, environment?: string) {
  const result = await read(files, environment);
  return `\n${formatDiagnostics(result.diagnostics, { source: result })}\n`;
}

describe("defaults", () => {
  it("lie under every release: maps are joined, lists put before its own, what it says itself counts", async () => {
    const { releases } = await config({
      "helmwatch.yml": `defaults:
  namespace: shop
  labels: {team: a, tier: web}
  values: [common.yml, {replicas: 1}]
  tags: [all]
  timeout: 10m
releases:
  - {name: a, chart: ./c}
  - {name: b, chart: ./c, namespace: other, labels: {team: b}, values: [b.yml], tags: [all, b], timeout: ~}
`,
    });
    const told = releases.map(({ uniqname, labels, values, tags, timeoutMs }) => ({
      uniqname,
      labels,
      values,
      tags,
      timeoutMs,
    }));
    expect(told).toEqual([
      {
        uniqname: "a@shop",
        labels: { team: "a", tier: "web" },
        values: [
          { kind: "file", src: "common.yml", strict: true },
          { kind: "inline", values: { replicas: 1 } },
        ],
        tags: ["all"],
        timeoutMs: 600_000,
      },
      {
        uniqname: "b@other",
        labels: { team: "b", tier: "web" },
        values: [
          { kind: "file", src: "common.yml", strict: true },
          { kind: "inline", values: { replicas: 1 } },
          { kind: "file", src: "b.yml", strict: true },
        ],
        tags: ["all", "b"],
        timeoutMs: 600_000,
      },
    ]);
  });

  it("that are wrong are told once, where they stand", async () => {
    expect(
      await shown({
        "helmwatch.yml": `defaults: {namespce: shop, timeout: soon}
releases:
  - {name: a, chart: ./c}
  - {name: b, chart: ./c}
`,
      }),
    ).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_KEY  helmwatch.yml:1:12
       1 │ defaults: {namespce: shop, timeout: soon}
         │            ^^^^^^^^ release has no key "namespce"
         = did you mean "namespace"?

      error CONFIG_INVALID  helmwatch.yml:1:37
       1 │ defaults: {namespce: shop, timeout: soon}
         │                                     ^^^^
         = expected a duration like 30s, 1m30s or a number of seconds, got "soon"
      "
    `);
  });

  it("that make a release wrong are told where they stand, too", async () => {
    expect(
      await shown({ "helmwatch.yml": "defaults:\n  namespace: Shop\nreleases:\n  - {name: a, chart: ./c}\n" }),
    ).toMatchInlineSnapshot(`
      "
      error CONFIG_INVALID  helmwatch.yml:2:14
       2 │   namespace: Shop
         │              ^^^^
         = invalid namespace "Shop": expected lowercase letters, digits and dashes,
           first and last a letter or digit
      "
    `);
  });
});

describe("an environment", () => {
  const files = {
    "helmwatch.yml": `monitors:
  - {name: up, type: prometheus, interval: 10s, prometheus: {url: "http://dev", expr: up}}
releases:
  - {name: a, namespace: x, chart: ./c, values: [a.yml], monitors: [up]}
  - {name: a, namespace: y, chart: ./c}
environments:
  prod:
    monitors: [{name: up, prometheus: {url: "http://prod"}}]
    releases:
      - {name: a, values: [prod.yml], timeout: 10m}
      - {name: a, namespace: y, tags: [y]}
      - {name: new, namespace: x, chart: ./n}
    run: {undo: all}
`,
  };

  it("is laid over the file: items are found by their names, new ones added", async () => {
    const { releases, monitors, run } = await config(files, "prod");
    expect(releases.map(({ uniqname, values, timeoutMs, tags }) => [uniqname, values.length, timeoutMs, tags])).toEqual(
      [
        ["a@x", 2, 600_000, []],
        ["a@y", 1, 600_000, ["y"]],
        ["new@x", 0, 300_000, []],
      ],
    );
    expect(monitors[0]).toMatchObject({ intervalMs: 10_000, options: { url: "http://prod", expr: "up" } });
    expect(run.undo).toBe("all");
  });

  it("that is not chosen changes nothing", async () => {
    const { releases, monitors } = await config(files);
    expect(releases.map(({ uniqname }) => uniqname)).toEqual(["a@x", "a@y"]);
    expect(monitors[0]?.options).toEqual({ url: "http://dev", expr: "up" });
  });

  it("that is not there is an error with what there is", async () => {
    expect(await shown(files, "prd")).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_REFERENCE  helmwatch.yml:6:1
       6 │ environments:
         │ ^^^^^^^^^^^^ there is no environment "prd"
         = did you mean "prod"?
      "
    `);
    expect(await shown({ "helmwatch.yml": "releases: []\n" }, "prod")).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_REFERENCE  helmwatch.yml:1:1
       1 │ releases: []
         │ ^^^^^^^^ there is no environment "prod"
         = add it under environments
      "
    `);
  });

  it("is checked whether it is chosen or not", async () => {
    const wrong = "releases: []\nenvironments:\n  prod:\n    relases: []\n    releases: [{name: a, timeout: soon}]\n";
    expect(await shown({ "helmwatch.yml": wrong })).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_KEY  helmwatch.yml:4:5
       4 │     relases: []
         │     ^^^^^^^ environment has no key "relases"
         = did you mean "releases"?

      error CONFIG_INVALID  helmwatch.yml:5:35
       5 │     releases: [{name: a, timeout: soon}]
         │                                   ^^^^
         = expected a duration like 30s, 1m30s or a number of seconds, got "soon"
      "
    `);
  });
});

describe("included files", () => {
  const apps = {
    "helmwatch.yml": `include: apps/*.yml
defaults: {namespace: shop, values: [common.yml]}
repositories: [{name: r, url: "https://r"}]
releases: [{name: last, chart: r/x}]
`,
    "apps/db.yml": `defaults: {values: [db-common.yml]}
repositories: [{name: r, url: "https://r"}]
releases: [{name: db, chart: charts/db, values: [./db.yml, ../all.yml, "https://x/y.yml", {src: /abs.yml}]}]
`,
    "apps/web.yml": "releases: [{name: web, chart: r/web, depends_on: [db]}, {name: own, chart: ./own}]\n",
    "apps/charts/db/Chart.yaml": "",
    "apps/own/Chart.yaml": "",
  };

  it("come before the file that names them, with its defaults under theirs, and paths of their own folder", async () => {
    const { releases, repositories } = await config(apps);
    expect(
      releases.map(({ uniqname, chart, values }) => [
        uniqname,
        chart.name,
        values.map((one) => ("src" in one ? one.src : one)),
      ]),
    ).toEqual([
      [
        "db@shop",
        "./apps/charts/db",
        ["common.yml", "./apps/db-common.yml", "./apps/db.yml", "./all.yml", "https://x/y.yml", "/abs.yml"],
      ],
      ["web@shop", "r/web", ["common.yml"]],
      ["own@shop", "./apps/own", ["common.yml"]],
      ["last@shop", "r/x", ["common.yml"]],
    ]);
    expect(repositories).toHaveLength(1);
  });

  it("are named with the place in them that a finding is about", async () => {
    expect(
      await shown({
        ...apps,
        "apps/web.yml": "releases:\n  - {name: web, chart: r/web, depends_on: [dbb]}\n  - {name: x, chrt: a}\n",
      }),
    ).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_REFERENCE  apps/web.yml:2:44
       2 │   - {name: web, chart: r/web, depends_on: [dbb]}
         │                                            ^^^
         = release "web@shop" depends on "dbb@shop", which is not in the file
         = did you mean "db@shop"?

      error CONFIG_UNKNOWN_KEY  apps/web.yml:3:15
       3 │   - {name: x, chrt: a}
         │               ^^^^ release "x" has no key "chrt"
         = did you mean "chart"? (required, missing here)
      "
    `);
  });

  it("that are missing, read each other or cannot be read are told where they are named", async () => {
    expect(
      await shown({
        "helmwatch.yml": "include: [a.yml, nothing.yml, 'b/*.yml', bad.yml]\n",
        "a.yml": "include: [sub/c.yml]\n",
        "sub/c.yml": "include: [../a.yml]\n",
        "bad.yml": "releases: [\n",
      }),
    ).toMatchInlineSnapshot(`
      "
      error CONFIG_NOT_FOUND  helmwatch.yml:1:18
       1 │ include: [a.yml, nothing.yml, 'b/*.yml', bad.yml]
         │                  ^^^^^^^^^^^ no file "nothing.yml" to include
         = paths are relative to the file that names them

      error CONFIG_NOT_FOUND  helmwatch.yml:1:31
       1 │ include: [a.yml, nothing.yml, 'b/*.yml', bad.yml]
         │                               ^^^^^^^^^ no file "b/*.yml" to include
         = paths are relative to the file that names them

      error CONFIG_INVALID  sub/c.yml:1:11
       1 │ include: [../a.yml]
         │           ^^^^^^^^
         = files include each other in a circle: a.yml → sub/c.yml → a.yml

      error CONFIG_SYNTAX  bad.yml:2:1
         = flow sequence in block collection must be sufficiently indented and end
           with a ]
      "
    `);
  });

  it("are read once, however often they are named", async () => {
    const { releases } = await config({
      "helmwatch.yml": "include: [a.yml, b.yml]\n",
      "a.yml": "include: [b.yml]\n",
      "b.yml": "releases: [{name: b, namespace: n, chart: ./c}]\n",
    });
    expect(releases).toHaveLength(1);
  });

  it("change the digest of the config", async () => {
    const before = await read(apps);
    const after = await read({ ...apps, "apps/web.yml": `${apps["apps/web.yml"]}\n` });
    expect(after.sha256).not.toBe(before.sha256);
  });
});

it("what all files and layers say is printed with the place of each value, but no secret", async () => {
  const result = await read(
    {
      "helmwatch.yml": `include: [sub/a.yml]
defaults: {namespace: shop, labels: {team: "1"}}
environments:
  prod: {releases: [{name: a, values: [prod.yml, {x: ~}]}]}
registries:
  - {host: r, password: hunter2}
releases:
  - {name: a, chart: ./c, tags: []}
`,
      "sub/a.yml": "releases:\n  - {name: b, chart: ./c}\n",
    },
    "prod",
  );
  expect(`\n${printConfig({ data: result.data, locate: result.locate })}`).toMatchInlineSnapshot(`
    "
    releases:
      - namespace: shop # helmwatch.yml:2
        labels:
          team: "1" # helmwatch.yml:2
        name: b # sub/a.yml:2
        chart: ./sub/c # sub/a.yml:2
      - namespace: shop # helmwatch.yml:2
        labels:
          team: "1" # helmwatch.yml:2
        name: a # helmwatch.yml:4
        chart: ./c # helmwatch.yml:8
        tags:
          []
          # helmwatch.yml:8
        values:
          - prod.yml # helmwatch.yml:4
          - x: null # helmwatch.yml:4
    registries:
      - host: r # helmwatch.yml:6
        password: "***" # helmwatch.yml:6
    "
  `);
});
