import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatDiagnostics } from "../config/format-diagnostic.js";
import { readConfig } from "../config/read-config.js";
import type { ChartLock } from "../lock/chart-lock.js";
import { HelmwatchError } from "../plugin/index.js";
import { buildPlan, type FetchedChart, type PlanPorts } from "./build-plan.js";
import type { ChartRequest } from "./check-charts.js";
import { sha256 } from "./content.js";
import { selectReleases } from "./select-releases.js";

let workDir: string;
beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), "helmwatch-plan-"));
});
afterAll(() => rm(workDir, { recursive: true }));

/** A disk in memory: folder `/p`, a chart at `/p/charts/app`. */
function disk(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const all = new Map(Object.entries({ "charts/app/Chart.yaml": "name: app", ...files }));
  const reads: string[] = [];
  const fetched: ChartRequest[] = [];
  const ports: PlanPorts = {
    async readFile(path) {
      reads.push(relative("/p", path));
      const content = all.get(relative("/p", path));
      if (content === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    async readFolder(path) {
      const prefix = path === "/p" ? "" : `${relative("/p", path)}/`;
      return [...all.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length).split("/")[0]!);
    },
    findProgram: async (name) => (name === "yq" ? "/bin/yq" : all.has(relative("/p", name)) ? name : undefined),
    openTemplates: () => Promise.reject(new Error("there is no template")),
    async fetchChart(chart): Promise<FetchedChart> {
      fetched.push(chart);
      const path = chart.path ?? `/cache/${basename(chart.name)}.tgz`;
      return { path, digest: `sha256:${basename(chart.name)}`, version: chart.version ?? "1.0.0" };
    },
  };
  return { ports, reads, fetched };
}

interface Options {
  readonly ports?: Partial<PlanPorts>;
  readonly signal?: AbortSignal;
  readonly parallelFetches?: number;
  readonly lock?: ChartLock;
}

async function build(text: string, files: Readonly<Record<string, string | Uint8Array>> = {}, options: Options = {}) {
  const read = readConfig({ bytes: new TextEncoder().encode(text), file: "deploy/helmwave.yml" });
  if (!read.config) throw new Error(formatDiagnostics(read.diagnostics, { source: read }));
  const { selected } = selectReleases(read.config, { tags: [], matchAll: false, dependencies: true }, read);
  const { ports, reads, fetched } = disk(files);
  const { signal = new AbortController().signal, ...rest } = options;
  const result = await buildPlan(
    selected!,
    read,
    { ...ports, ...rest.ports },
    { folder: "/p", workDir, ...rest, signal },
  );
  return { ...result, reads, fetched, shown: `\n${formatDiagnostics(result.diagnostics, { source: read })}\n` };
}

const release = (more = "", chart = "./charts/app") =>
  `releases:\n  - name: a\n    namespace: n\n    chart: ${chart}\n${more && `    ${more}\n`}`;

describe("buildPlan", () => {
  it("keeps the order of values, and what the file says of the rest", async () => {
    const { plan, diagnostics } = await build(
      `project: shop
releases:
  - name: a
    namespace: n
    chart: ./charts/app
    values: [values/prod.yml, {b: 1, a: {x: "{{ .kept }}"}}, common.yaml]
`,
      { "values/prod.yml": "a: 1 # mine\n", "common.yaml": "" },
    );
    const [planned] = plan!.releases;
    const inline = planned!.values[1]!.path;

    expect(diagnostics).toEqual([]);
    expect(planned?.values).toMatchObject([
      { path: "/p/values/prod.yml", src: "values/prod.yml", sha256: sha256("a: 1 # mine\n") },
      { path: expect.stringMatching(`^${workDir}/values/inline-[0-9a-f]{16}.yml$`) },
      { path: "/p/common.yaml", src: "common.yaml", sha256: sha256("") },
    ]);
    expect(await readFile(inline, "utf8")).toBe('{"a":{"x":"{{ .kept }}"},"b":1}');
    expect((await stat(inline)).mode & 0o777).toBe(0o600);
    expect(planned?.chart).toEqual({
      name: "./charts/app",
      version: "1.0.0",
      path: "/p/charts/app",
      digest: "sha256:app",
      local: true,
    });
    expect(planned?.digest).toMatch(/^[0-9a-f]{63}$/);
    expect(plan).toMatchObject({ schema: 1, project: "shop", source: { file: "/p/helmwave.yml" } });
    expect(planned).not.toHaveProperty("index");
  });

  it("reads each values file once", async () => {
    const many = Array.from(
      { length: 20 },
      (_, i) => `  - {name: r${i}, namespace: n, chart: ./charts/app, values: [v.yml, ./v.yml]}\n`,
    );
    const { reads, fetched } = await build(`releases:\n${many.join("")}`, { "v.yml": "a: 1" });

    expect(reads).toEqual(["v.yml"]);
    expect(fetched).toHaveLength(1);
  });
});

describe("a post-renderer", () => {
  const files = { "patch.sh": "#!/bin/sh", "bin/patch.sh": "#!/bin/bash", "rules.yml": "a: 1" };
  const planned = async (renderer: string) =>
    (await build(release(`post_renderer: ${renderer}`), files)).plan!.releases[0]!.postRenderer;

  it.each<[renderer: string, argv: string[], program: string | undefined, named: string[]]>([
    ["[./patch.sh]", ["./patch.sh"], "/p/patch.sh", ["./patch.sh"]],
    ["bin/patch.sh --quick 'two words'", ["bin/patch.sh", "--quick", "two words"], "/p/bin/patch.sh", ["bin/patch.sh"]],
    ["[patch.sh, '']", ["patch.sh", ""], "/p/patch.sh", ["patch.sh"]],
    [
      "[yq, -f, rules.yml, nowhere.yml, ../p/rules.yml]",
      ["yq", "-f", "rules.yml", "nowhere.yml", "../p/rules.yml"],
      undefined,
      ["rules.yml", "../p/rules.yml"],
    ],
  ])("%s is found, with the files that it names", async (renderer, argv, program, named) => {
    const found = await planned(renderer);
    expect([found!.argv, found!.program, found!.files.map(({ src }) => src)]).toEqual([argv, program, named]);
  });

  it("is part of what is deployed, with its files", async () => {
    const digest = async (more: string, other = {}) =>
      (await build(release(more), { ...files, ...other })).plan!.releases[0]!.digest;
    const digests = [
      await digest(""),
      await digest("post_renderer: [./patch.sh]"),
      await digest("post_renderer: [./patch.sh]", { "patch.sh": "#!/bin/sh -e" }),
      await digest("post_renderer: [./patch.sh, x]"),
      await digest("post_renderer: [./patch.sh]\n    post_render_strategy: nohooks"),
    ];
    expect(new Set(digests).size).toBe(5);
    expect(await digest("post_renderer: ./patch.sh")).toBe(digests[1]);
    expect(await digest("post_renderer: []\n    post_render_strategy: combined")).toBe(digests[0]);
  });

  it("that is missing is an error where the file names it, before any chart is fetched", async () => {
    const { shown, fetched } = await build(
      `${release("post_renderer: [kustomise, build]", "oci://r/a")}  - {name: b, namespace: n, chart: ./charts/app, post_renderer: [./gone.sh]}\n`,
    );
    expect(fetched).toEqual([]);
    expect(shown).toMatchInlineSnapshot(`
      "
      error POST_RENDERER_NOT_FOUND  deploy/helmwave.yml:5:20
       5 │     post_renderer: [kustomise, build]
         │                    ^^^^^^^^^^^^^^^^^^
         = there is no program "kustomise" on PATH or beside the config file for
           post_renderer
         = install it, or name it by its path; without it the release would be
           deployed unpatched

      error POST_RENDERER_NOT_FOUND  deploy/helmwave.yml:6:65
       6 │ …- {name: b, namespace: n, chart: ./charts/app, post_renderer: [./gone.sh]}
         │                                                                ^^^^^^^^^^^
         = there is no program at "./gone.sh" for post_renderer
         = paths are relative to the folder of the config file; the file must be
           executable (chmod +x)
      "
    `);
  });
});

describe("wrong values", () => {
  it("are all named at once, before any chart is fetched", async () => {
    const { shown, fetched, plan } = await build(
      `releases:
  - name: a
    namespace: n
    chart: oci://registry/app
    values: [values/prd.yml, list.yml, bad.yml]
  - {name: b, namespace: n, chart: ./charts/ap, values: [values/prd.yml, two.yml]}
  - {name: c, namespace: n, chart: bitnmi/nginx, values: ["https://user:secret@host/v.yml", {big: 9007199254740993}]}
  - {name: d, namespace: n, chart: nginx, values: [other/file.yml, {x: [1, .inf]}, {password: {n: .nan}}]}
repositories: [{name: bitnami, url: "https://x"}]
`,
      {
        "values/prod.yml": "a: 1",
        "list.yml": "# c\n- a\n",
        "bad.yml": "a: 1\nb: [\n",
        "two.yml": "a: 1\n---\nb: 1\n",
      },
    );

    expect(shown).toMatchInlineSnapshot(`
      "
      error VALUES_NOT_FOUND  deploy/helmwave.yml:5:14
       5 │     values: [values/prd.yml, list.yml, bad.yml]
         │              ^^^^^^^^^^^^^^
         = there is no values file "values/prd.yml" (of release "a@n" and 1 more)
         = did you mean "values/prod.yml"?

      error CHART_NOT_FOUND  deploy/helmwave.yml:6:36
       6 │ …e: b, namespace: n, chart: ./charts/ap, values: [values/prd.yml, two.yml]}
         │                             ^^^^^^^^^^^ there is no chart at "./charts/ap"
         = did you mean "./charts/app"?

      error CHART_NOT_FOUND  deploy/helmwave.yml:7:36
       7 │ …c, namespace: n, chart: bitnmi/nginx, values: ["https://user:******@host/…
         │                          ^^^^^^^^^^^^
         = chart "bitnmi/nginx": the file declares no repository "bitnmi", and there
           is no such path
         = did you mean "bitnami"?

      error CONFIG_NOT_SUPPORTED_YET  deploy/helmwave.yml:7:59
       7 │ … bitnmi/nginx, values: ["https://user:******@host/v.yml", {big: 900719925…
         │                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = values from an address (https://host/v.yml) are not supported yet
         = download it to a file beside the config

      error VALUES_INVALID  deploy/helmwave.yml:7:99
       7 │ …ginx, values: ["https://user:******@host/v.yml", {big: 9007199254740993}]}
         │                                                         ^^^^^^^^^^^^^^^^
         = whole numbers above 9007199254740991 lose digits here
         = put it in quotes, or in a values file

      error CHART_NOT_FOUND  deploy/helmwave.yml:8:36
       8 │ …d, namespace: n, chart: nginx, values: [other/file.yml, {x: [1, .inf]}, {…
         │                          ^^^^^
         = chart "nginx" is neither a path nor repository/chart
         = write oci://…, ./path or repository/chart

      error VALUES_NOT_FOUND  deploy/helmwave.yml:8:52
       8 │ … chart: nginx, values: [other/file.yml, {x: [1, .inf]}, {password: ******…
         │                          ^^^^^^^^^^^^^^
         = there is no values file "other/file.yml" (of release "d@n")
         = paths are relative to the folder of helmwave.yml

      error VALUES_INVALID  deploy/helmwave.yml:8:76
       8 │ …t: nginx, values: [other/file.yml, {x: [1, .inf]}, {password: ************
         │                                             ^^^^
         = helm has no such number as Infinity
         = put it in quotes

      error VALUES_INVALID  deploy/helmwave.yml:8:96
       8 │ …t: nginx, values: [other/file.yml, {x: [1, .inf]}, {password: ************
         │                                                                 ^
         = helm has no such number as NaN
         = put it in quotes

      error VALUES_INVALID  deploy/list.yml:2:1
         = expected a map at the top of the file, got a list

      error VALUES_INVALID  deploy/bad.yml:3:1
         = flow sequence in block collection must be sufficiently indented and end
           with a ]

      error VALUES_INVALID  deploy/two.yml:2:1
         = the file holds more than one YAML document
         = remove what follows the \`---\`
      "
    `);
    expect(fetched).toEqual([]);
    expect(plan).toBeUndefined();
  });

  it.each<[claim: string, content: string | Uint8Array, code: string | undefined]>([
    ["an empty file is a map", "", undefined],
    ["comments alone are a map", "# a\n", undefined],
    ["a scalar is none", "just text\n", "VALUES_INVALID"],
    ["a list is none", "- a\n", "VALUES_INVALID"],
    ["several documents are refused", "a: 1\n---\nb: 1\n", "VALUES_INVALID"],
    ["one document with a marker is fine", "---\na: 1\n", undefined],
    ["bytes that are not UTF-8 are refused", new Uint8Array([0x61, 0x3a, 0x20, 0xff]), "VALUES_INVALID"],
    ["other braces are YAML", "a: {b: {c: 1}}\n", undefined],
  ])("%s", async (_, content, code) => {
    const { diagnostics } = await build(release("values: [v.yml]"), { "v.yml": content });

    expect(diagnostics[0]?.code).toBe(code);
  });

  it("that helm takes with the last of duplicate keys are a warning", async () => {
    const { diagnostics, plan } = await build(release("values: [v.yml]"), { "v.yml": "a: 1\na: 2\n" });

    expect(diagnostics).toMatchObject([
      { code: "VALUES_INVALID", severity: "warning", file: "deploy/v.yml", range: { start: { line: 2, col: 1 } } },
    ]);
    expect(plan).toBeDefined();
  });

  it.each<[code: string, message: string]>([
    ["EISDIR", 'values file "v.yml" of release "a@n" is a folder'],
    ["EACCES", 'values file "v.yml" of release "a@n" cannot be read: EACCES'],
  ])("that cannot be read are told apart: %s", async (code, message) => {
    const readFile = () => Promise.reject(Object.assign(new Error("x"), { code }));

    expect((await build(release("values: [v.yml]"), {}, { ports: { readFile } })).diagnostics).toMatchObject([
      { message },
    ]);
  });

  it("and charts are said once of what many releases share", async () => {
    const many = Array.from(
      { length: 3 },
      (_, i) => `  - {name: r${i}, namespace: n, chart: ./charts/none, values: [gone.yml]}\n`,
    );
    const { diagnostics } = await build(`releases:\n${many.join("")}`);

    expect(diagnostics).toMatchObject([
      { message: 'there is no chart at "./charts/none"', range: { start: { line: 2 } } },
      {
        message: 'there is no values file "gone.yml" (of release "r0@n" and 2 more)',
        hint: "paths are relative to the folder of helmwave.yml",
        range: { start: { line: 2 } },
      },
    ]);
  });
});

describe("charts", () => {
  it.each<[claim: string, chart: string, request: Partial<ChartRequest>]>([
    ["a path is local", "./charts/app", { path: "/p/charts/app" }],
    ["a path may end with a slash", "./charts/app/", { path: "/p/charts/app" }],
    ["an absolute path is local", "/p/charts/app", { path: "/p/charts/app" }],
    ["an existing path wins over a repository", "charts/app", { path: "/p/charts/app" }],
    ["an archive is local", "app-1.0.0.tgz", { path: "/p/app-1.0.0.tgz" }],
    [
      "a repository's chart comes with its repository",
      "stable/nginx",
      { repository: expect.objectContaining({ caFile: "/p/ca.pem" }) },
    ],
    [
      "an OCI chart comes with its registry",
      "oci://reg:5000/a/nginx",
      { registry: expect.objectContaining({ username: "u" }) },
    ],
    ["an OCI chart needs no registry in the file", "oci://public/nginx", {}],
    ["an address is pulled", "https://x/nginx.tgz", {}],
    [
      "a name within repo_url is pulled, with absolute paths of keys",
      "{name: nginx, repo_url: https://x, ca_file: ca.pem}",
      { caFile: "/p/ca.pem" },
    ],
    [
      "a chart from git comes with its repository's address, credentials taken out of it",
      "git+https://me:hunter%202@host/charts?ref=v1&path=web",
      {
        name: "git+https://host/charts?ref=v1&path=web",
        git: { url: "https://host/charts", ref: "v1", path: "web" },
        ...{ username: "me", password: "hunter 2" },
      },
    ],
    [
      "the user of an ssh address stays in it",
      "git+ssh://git@host/charts",
      { name: "git+ssh://git@host/charts", git: { url: "ssh://git@host/charts", path: "" } },
    ],
    [
      "keys of the chart win over what its address has",
      "{name: git+https://a:b@host/x, username: c, password: d, ca_file: ca.pem}",
      { username: "c", password: "d", caFile: "/p/ca.pem", git: { url: "https://host/x", path: "" } },
    ],
  ])("%s", async (_, chart, request) => {
    const { fetched, diagnostics } = await build(
      `registries: [{host: "reg:5000", username: u, password: p}]
repositories: [{name: stable, url: "https://x", caFile: ca.pem}, {name: charts, url: "https://y"}]
${release("", chart)}`,
      { "app-1.0.0.tgz": "" },
    );

    expect(diagnostics).toEqual([]);
    expect(fetched).toMatchObject([request]);
    for (const key of ["path", "registry", "repository", "git"] as const)
      expect(key in fetched[0]!).toBe(key in request);
  });

  it("leave no credentials in the plan", async () => {
    const { plan } = await build(`registries: [{host: reg, username: u, password: hunter2}]
repositories: [{name: stable, url: "https://u:hunter2@x", username: u, password: hunter2}, {name: unused, url: "https://x"}]
releases:
  - {name: a, namespace: n, chart: {name: "oci://reg/a", username: u, password: hunter2}}
  - {name: b, namespace: n, chart: stable/b}
  - {name: c, namespace: n, chart: "git+https://hunter2@host/c"}
`);

    expect(JSON.stringify(plan)).not.toContain("hunter2");
    expect(plan).toMatchObject({ registries: ["reg"], repositories: ["stable"] });
  });

  it("that cannot be got are all named, where the file names them", async () => {
    const fetchChart = async ({ name }: ChartRequest): Promise<FetchedChart> => {
      throw new HelmwatchError("HELM_FETCH_FAILED", `cannot pull "${name}"`, { hint: "is it there?" });
    };
    const { diagnostics, plan } = await build(
      "releases:\n  - {name: a, namespace: n, chart: oci://r/a}\n  - {name: b, namespace: n, chart: oci://r/b}\n",
      {},
      { ports: { fetchChart } },
    );

    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: "HELM_FETCH_FAILED",
        message: 'cannot pull "oci://r/a"',
        range: { start: { line: 2, col: 36 } },
        hint: "is it there?",
      },
      { code: "HELM_FETCH_FAILED", message: 'cannot pull "oci://r/b"', range: { start: { line: 3 } } },
    ]);
  });

  it.each<[claim: string, chart: string, message: string, hint: string]>([
    [
      "a ref that is an option",
      "git+https://host/x?ref=--exec=x",
      'chart "git+https://host/x?ref=--exec=x": ref "--exec=x" is no name of a branch, tag or commit',
      "expected git+https://host/organisation/repository?ref=v1.2.3&path=charts/web",
    ],
    [
      "a key that means nothing to git",
      "{name: git+https://host/x, verify: true}",
      'chart "git+https://host/x": verify means nothing to git over https',
      "remove it",
    ],
    [
      "a password over ssh",
      "git+ssh://git:hunter2@host/x",
      'chart "git+ssh://git@host/x": password means nothing to git over ssh',
      "remove it",
    ],
    [
      "a repository that the file does not declare",
      "other/nginx",
      'chart "other/nginx": the file declares no repository "other", and there is no such path',
      'add "other" to "repositories" with its url; it declares stable, bitnami',
    ],
  ])("are refused before anything is fetched: %s", async (_, chart, message, hint) => {
    const repositories = 'repositories: [{name: stable, url: "https://x"}, {name: bitnami, url: "https://y"}]';
    const { diagnostics, fetched, shown } = await build(`${repositories}\n${release("", chart)}`);
    expect(diagnostics).toMatchObject([{ message, hint }]);
    expect(fetched).toEqual([]);
    expect(shown).not.toContain("hunter2");
  });

  it("with a digest are deployed only with that", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const fetchChart = async (): Promise<FetchedChart> => ({ path: "/cache/x", digest: `sha256:${"b".repeat(64)}` });
    const text = release("", `{name: "oci://r/a", digest: "${digest}"}`);
    const { plan, shown } = await build(text, {}, { ports: { fetchChart } });
    expect(plan).toBeUndefined();
    expect(shown).toContain("error CHART_DIGEST_MISMATCH");
    const same = async (): Promise<FetchedChart> => ({ path: "/cache/x", digest });
    expect((await build(text, {}, { ports: { fetchChart: same } })).plan).toBeDefined();
  });

  describe("with a lock", () => {
    const [digest, other] = [`sha256:${"a".repeat(64)}`, `sha256:${"b".repeat(64)}`];
    const commit = "c".repeat(40);
    const text = `repositories: [{name: stable, url: "https://u:hunter2@x/"}]
releases:
  - {name: a, namespace: n, chart: {name: "oci://r/a", version: ^1}}
  - {name: b, namespace: n, chart: stable/b}
  - {name: c, namespace: n, chart: "git+https://h/c?ref=main"}
  - {name: d, namespace: n, chart: ./charts/app}
`;
    const charts = [
      { chart: "oci://r/a", constraint: "^1", version: "1.2.3", digest },
      { chart: "b", repository: "https://x", version: "2.0.0", digest },
      { chart: "git+https://h/c?ref=main", version: "0.1.0", commit },
    ];
    const fetcher = (found: string, fetched: ChartRequest[] = []) => ({
      async fetchChart(chart: ChartRequest): Promise<FetchedChart> {
        fetched.push(chart);
        const from = chart.git ? { commit: chart.git.ref === commit ? commit : "d".repeat(40) } : {};
        return { path: "/cache/x", digest: found, version: chart.git ? "0.1.0" : (chart.version ?? "9.0.0"), ...from };
      },
    });

    it("get just what is locked: the version, the commit", async () => {
      const fetched: ChartRequest[] = [];
      const { plan, resolved } = await build(text, {}, { ports: fetcher(digest, fetched), lock: { charts } });
      expect(fetched.map(({ version, git }) => git?.ref ?? version)).toEqual(["1.2.3", "2.0.0", commit, undefined]);
      expect(resolved).toEqual(charts);
      expect(plan?.releases[2]?.chart).toMatchObject({ commit, version: "0.1.0" });
      expect(JSON.stringify(resolved)).not.toContain("hunter2");
    });

    it("are refused where what they come from changed", async () => {
      const { diagnostics, plan } = await build(text, {}, { ports: fetcher(other), lock: { charts } });
      expect(plan).toBeUndefined();
      expect(diagnostics).toMatchObject([
        {
          code: "CHART_DIGEST_MISMATCH",
          message: `chart "oci://r/a" 1.2.3 is ${other}, but helmwatch.lock has ${digest}`,
          range: { start: { line: 3 } },
        },
        {
          code: "CHART_DIGEST_MISMATCH",
          message: `chart "stable/b" 2.0.0 is ${other}, but helmwatch.lock has ${digest}`,
        },
      ]);
    });

    it("are all named that it lacks, before any is fetched", async () => {
      const fetched: ChartRequest[] = [];
      const lock = { charts: [charts[2]!] };
      const { diagnostics } = await build(text, {}, { ports: fetcher(digest, fetched), lock });
      expect(diagnostics).toMatchObject([
        { code: "LOCK_MISSING", message: 'helmwatch.lock has no chart "oci://r/a" with version "^1"' },
        { code: "LOCK_MISSING", message: 'helmwatch.lock has no chart "stable/b"' },
      ]);
      expect(fetched).toEqual([]);
    });

    it("are resolved without one, to be locked", async () => {
      const { resolved } = await build(text, {}, { ports: fetcher(other) });
      expect(resolved).toEqual([
        { ...charts[0], version: "^1", digest: other },
        { ...charts[1], version: "9.0.0", digest: other },
        { ...charts[2], commit: "d".repeat(40) },
      ]);
    });
  });

  it("are fetched in parallel up to the limit, each distinct one once", async () => {
    let now = 0;
    let most = 0;
    let calls = 0;
    const fetchChart = async ({ name }: ChartRequest): Promise<FetchedChart> => {
      calls++;
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return { path: `/cache/${name}`, digest: "sha256:x" };
    };
    const many = Array.from({ length: 40 }, (_, i) => `  - {name: r${i}, namespace: n, chart: oci://r/c${i % 10}}\n`);
    await build(`releases:\n${many.join("")}`, {}, { ports: { fetchChart }, parallelFetches: 3 });

    expect({ calls, most }).toEqual({ calls: 10, most: 3 });
  });

  it("are not fetched any more after an abort", async () => {
    const stop = new AbortController();
    let calls = 0;
    const fetchChart = async (): Promise<FetchedChart> => {
      calls++;
      stop.abort(new HelmwatchError("CANCELLED", "stopped"));
      throw new HelmwatchError("HELM_FETCH_FAILED", "killed");
    };
    const text =
      "releases:\n  - {name: a, namespace: n, chart: oci://r/a}\n  - {name: b, namespace: n, chart: oci://r/b}\n";

    await expect(build(text, {}, { ports: { fetchChart }, signal: stop.signal, parallelFetches: 1 })).rejects.toThrow(
      "stopped",
    );
    expect(calls).toBe(1);
  });

  it("whose port has a bug reject as they are", async () => {
    const fetchChart = () => Promise.reject(new TypeError("undefined is not a function"));

    await expect(build(release(), {}, { ports: { fetchChart } })).rejects.toThrow(TypeError);
  });
});
