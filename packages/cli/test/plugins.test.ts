import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProject, fixtures, runCli } from "./run-cli.js";

const schema = '{ "~standard": { version: 1, vendor: "x", validate: (value) => ({ value }) } }';
const monitor = `{ summary: "s", options: ${schema}, create: () => ({}) }`;
const plugin = (body: string) => `export default { name: "x", version: "1.0.0", ${body} };`;
const config = (use: string, type = "probe") => `plugins: [${use}]
helm: { backend: fake }
monitors:
  - name: m
    type: ${type}
    ${JSON.stringify(type)}: {}
    needs_releases: false
`;
const fake = '"@acme/helm-fake"';
const validate = async (files: Record<string, string>) => {
  const { code, stderr } = await runCli(["validate"], { cwd: await createProject(files) });
  expect(stderr).not.toMatch(/^\s+at /m);
  return { code, text: stderr.replace(/[\s│]+/g, " ") };
};

describe("a plugin", () => {
  it("is a package, a file or a folder beside the config", async () => {
    const files = {
      "a.js": plugin(`api: 1, monitors: { a: ${monitor} }`),
      "b/package.json": '{ "main": "lib.mjs" }',
      "b/lib.mjs": plugin(`api: 1, monitors: { b: ${monitor} }`),
      "node_modules/c/package.json":
        '{ "version": "4.5.6", "exports": { "./deep": [null, { "require": "./no.cjs", "import": { "default": "./deep.js" } }] }, "type": "module" }',
      "node_modules/c/deep.js": plugin(`api: 1, monitors: { c: ${monitor} }`),
      "helmwave.yml": config(`./a.js, ./b, c/deep, ${fake}`, "c"),
    };
    expect(await validate(files)).toMatchObject({ code: 0 });
  });

  it("gets a prefix by `as`, and is named so in the config", async () => {
    const body = plugin(`api: 1, monitors: { probe: ${monitor} }`);
    const uses = `./a.js, { use: ./b.js, as: other }, ${fake}`;
    const files = { "a.js": body, "b.js": body, "helmwave.yml": config(uses, "other.probe") };
    expect(await validate(files)).toMatchObject({ code: 0 });
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      "is missing",
      '"@acme/probe"',
      {},
      'PLUGIN_NOT_FOUND helmwave.yml:1:11 .* plugin "@acme/probe" is not installed = run "npm install @acme/probe" in <project>',
    ],
    [
      "is a missing file",
      "./probe.js",
      {},
      'PLUGIN_NOT_FOUND .* there is no plugin at "./probe.js" = the path is relative to the config file: <project>/probe.js',
    ],
    [
      "is a file written like a package",
      "probe.js",
      { "probe.js": "" },
      'PLUGIN_NOT_FOUND .* for the file beside the config, write "./probe.js"',
    ],
    ["has a name that is none", '"@acme"', {}, "PLUGIN_NOT_FOUND .* is no name of a package"],
    [
      "has no such entry",
      "c",
      { "node_modules/c/package.json": '{ "exports": { "./x": "./x.js" } }' },
      'PLUGIN_NOT_FOUND .* has no entry "." to import',
    ],
    [
      "is made for another core",
      "./c",
      {
        "c/package.json": '{ "version": "9.0.0", "peerDependencies": { "@helmwatch/core": "^2.1.0" } }',
        "c/index.js": "throw new Error('imported')",
      },
      'PLUGIN_API_MISMATCH .* plugin "./c" 9.0.0 is made for @helmwatch/core \\^2.1.0, this is 0.1.0 = install a version',
    ],
    [
      "throws when it is imported",
      "./p.js",
      { "p.js": "throw new TypeError('no disk\\nsecond line')" },
      'PLUGIN_IMPORT_FAILED .* plugin "./p.js" cannot be loaded: TypeError: no disk = it is at <project>/p.js',
    ],
    [
      "has no default export",
      "./p.mjs",
      { "p.mjs": "export const a = 1" },
      "PLUGIN_BAD_SHAPE .* has no default export = export default definePlugin",
    ],
    ["has no api", "./p.mjs", { "p.mjs": plugin("monitors: {}") }, "PLUGIN_BAD_SHAPE .* says no api version"],
    [
      "has a later api",
      "./p.mjs",
      { "p.mjs": plugin("api: 2") },
      "PLUGIN_API_MISMATCH .* is made for plugin API 2, helmwatch has 1",
    ],
    [
      "provides nothing",
      "./p.mjs",
      { "p.mjs": plugin("api: 1") },
      "PLUGIN_BAD_SHAPE .* provides neither monitors nor helmBackends",
    ],
    [
      "has a type without schema",
      "./p.mjs",
      { "p.mjs": plugin('api: 1, monitors: { a: { summary: "", options: {} } }') },
      "PLUGIN_BAD_SHAPE .* monitors.a needs options that are a Standard Schema",
    ],
    [
      "needs what the host lacks",
      "./p.mjs",
      { "p.mjs": plugin(`api: 1, monitors: { a: { ...${monitor}, needs: ["disk"] } }`) },
      'PLUGIN_NEEDS_UNKNOWN .* needs "disk" for type "a"',
    ],
  ])("that %s is told at its place in the file", async (_, use, files, expected) => {
    const { code, text } = await validate({
      ...files,
      "helmwave.yml": config(`${use}, ${fake}, "@acme/monitors"`, "script"),
    });
    expect(code).toBe(2);
    expect(text).toMatch(new RegExp(expected));
  });

  it("that cannot be loaded is the only thing told, not the types that it may have had", async () => {
    const { code, text } = await validate({ "helmwave.yml": config(`./none.js, ${fake}`) });
    expect(code).toBe(2);
    expect(text.match(/error \w+/g)).toEqual(["error PLUGIN_NOT_FOUND"]);
  });

  it("may not provide a type that another one provides", async () => {
    const body = plugin(`api: 1, monitors: { probe: ${monitor} }`);
    const { code, text } = await validate({
      "a.js": body,
      "b.js": body,
      "helmwave.yml": config(`./a.js, ./b.js, ${fake}`),
    });
    expect(code).toBe(2);
    expect(text).toContain("PLUGIN_DUPLICATE_TYPE helmwave.yml:1:19");
    expect(text).toContain('plugins "./a.js" and "./b.js" both provide type "probe"');
    expect(text).toContain('give one of them a prefix, as in { use: "./b.js", as: other }');
  });
});

describe("a type that no listed plugin provides", () => {
  it("is looked up as a package of helmwatch, installed beside the config", async () => {
    const files = {
      "node_modules/@helmwatch/monitor-probe/package.json": '{ "type": "module", "exports": "./main.js" }',
      "node_modules/@helmwatch/monitor-probe/main.js": plugin(`api: 1, monitors: { probe: ${monitor} }`),
      "helmwave.yml": config(fake),
    };
    expect(await validate(files)).toMatchObject({ code: 0 });
  });

  it.each([
    [
      "promethues",
      'no plugin provides monitor type "promethues" = did you mean "prometheus"? known: http, k8s-job, prometheus; else run "npm install @helmwatch/monitor-promethues"',
    ],
    [
      "../../evil",
      'no plugin provides monitor type "../../evil" = known: http, k8s-job, prometheus; list the package that does',
    ],
  ])("is told with the known ones: %s", async (type, expected) => {
    const { code, text } = await validate({ "helmwave.yml": config(fake, type) });
    expect(code).toBe(2);
    expect(text).toContain(expected);
  });

  it("is told of a helm backend, too", async () => {
    const { code, text } = await validate({ "helmwave.yml": "helm: { backend: in-space }\nreleases: []\n" });
    expect(code).toBe(2);
    expect(text).toContain("PLUGIN_NOT_FOUND helmwave.yml:1:18 1 helm: { backend: in-space }");
    expect(text).toContain('no plugin provides helm backend "in-space" = known: cli');
  });
});

describe("options", () => {
  it("of all monitors are checked at once, each where it stands", async () => {
    const cwd = await createProject({
      "helmwave.yml": `plugins: ["@acme/monitors", "@acme/helm-fake", ${join(fixtures, "zod-monitors/plugin.js")}]
helm: { backend: fake, brkoen: x }
monitors:
  - name: one
    type: script
    needs_releases: false
    script: { says: 3 }
  - name: two
    type: query
    needs_releases: false
    query: { ulr: "http://x", expr: 5, mode: some }
  - name: three
    type: query
    pass_when: value <
    needs_releases: false
    query: { url: "http://x", expr: up, exprr: up }
`,
    });
    const { code, stderr } = await runCli(["validate"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error CONFIG_INVALID  helmwave.yml:2:32
       2 │ helm: { backend: fake, brkoen: x }
         │                                ^
         = helm backend "fake" option "brkoen": what is brkoen?

      error CONFIG_INVALID  helmwave.yml:7:21
       7 │     script: { says: 3 }
         │                     ^ monitor "one" option "says": says must be a list

      error CONFIG_UNKNOWN_KEY  helmwave.yml:11:14
       11 │     query: { ulr: "http://x", expr: 5, mode: some }
          │              ^^^ monitor "two" has no option "ulr"
          = did you mean "url"? (required, missing here)

      error CONFIG_INVALID  helmwave.yml:11:37
       11 │     query: { ulr: "http://x", expr: 5, mode: some }
          │                                     ^
          = monitor "two" option "expr": expected string, got 5

      error CONFIG_INVALID  helmwave.yml:11:46
       11 │     query: { ulr: "http://x", expr: 5, mode: some }
          │                                              ^^^^
          = monitor "two" option "mode": expected "any" or "all", got "some"

      error CONFIG_INVALID  helmwave.yml:14:16
       14 │     pass_when: value <
          │                ^^^^^^^
          = pass_when "value <" is not valid at line 1, column 8: Unexpected token:
            EOF
          = pass_when is a CEL expression over value, values, labels and facts, as in:
            value < 0.05

      error CONFIG_UNKNOWN_KEY  helmwave.yml:16:41
       16 │     query: { url: "http://x", expr: up, exprr: up }
          │                                         ^^^^^
          = monitor "three" has no option "exprr"
          = did you mean "expr"?
      "
    `);
  });
});
