import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "@helmwatch/core";
import { describe, expect, it } from "vitest";
import { createProject, runCli } from "./run-cli.js";
import { chart } from "./sample.js";

type Files = Readonly<Record<string, string>>;

/** Builds a plan; the values of its releases as helm would be given them. */
async function build(releases: string, files: Files = {}, args: readonly string[] = [], env = {}) {
  const config = `plugins: ["@acme/helm-fake"]\nhelm: {backend: fake}\n${releases}`;
  const cwd = await createProject({ ...chart, ...files, "helmwave.yml": config });
  const { code, stderr } = await runCli(["build", "--log-level", "warn", ...args], { cwd, env });
  const values: Record<string, readonly string[]> = {};
  if (code === 0) {
    const { plan } = JSON.parse(await readFile(join(cwd, ".helmwatch/plan.json"), "utf8")) as { plan: Plan };
    for (const release of plan.releases)
      values[release.uniqname] = await Promise.all(
        release.values.map(({ path }) => readFile(join(cwd, ".helmwatch", path), "utf8")),
      );
  }
  return { cwd, code, stderr, values };
}

const release = (values: string, more = "") =>
  `releases:\n  - {name: a, namespace: n, chart: ./chart, values: ${values}${more && `, ${more}`}}\n`;

describe("values files", () => {
  it("are templates with sprig and helmwave's functions, rendered into the plan", async () => {
    const { values, stderr } = await build(
      release("[plain.yml, web.yml]", "store: {image: {tag: 1.25}}, tags: [x]"),
      {
        "plain.yml": "a: {b: 1}\n",
        "web.yml":
          'name: {{ .Release.Name }}\nuniq: {{ .Release.Uniq }}\ntags: {{ .Release.Tags | toJson }}\nchart: {{ .Release.Chart.Name }}\ntag: {{ .Release.Store.image.tag }}\ngreeting: {{ requiredEnv "GREETING" | upper | quote }}\n',
      },
      [],
      { GREETING: "hello" },
    );
    expect(stderr).toBe("");
    expect(values["a@n"]).toEqual([
      "a: {b: 1}\n",
      'name: a\nuniq: a@n\ntags: ["x","a@n"]\nchart: ./chart\ntag: 1.25\ngreeting: "HELLO"\n',
    ]);
  });

  const marks = 'a: "{{ .Release.Namespace }} [[ .Release.Namespace ]]"';
  const braces = 'a: "n [[ .Release.Namespace ]]"';
  const brackets = 'a: "{{ .Release.Namespace }} n"';

  it.each<[args: string[], env: Record<string, string>, text: string]>([
    [[], {}, braces],
    [["--build-templater", "gomplate"], {}, brackets],
    [["--templater", "gomplate"], {}, brackets],
    [["--templater", "gomplate", "--build-templater", "sprig"], {}, braces],
    [[], { HELMWAVE_BUILD_TEMPLATER: "gomplate" }, brackets],
    [[], { HELMWAVE_BUILD_TEMPLATE_ENGINE: "gomplate", HELMWATCH_TEMPLATER: "sprig" }, brackets],
  ])("are rendered by the renderer that %j %j name", async (args, env, text) => {
    const { values, stderr } = await build(release("[v.yml]"), { "v.yml": marks }, args, env);
    expect({ stderr, text: values["a@n"] }).toEqual({ stderr: "", text: [text] });
  });

  it("may each have a renderer and delimiters of their own", async () => {
    const entries: [entry: string, text: string][] = [
      ["renderer: sprig", braces],
      ["renderer: gomplate", brackets],
      ["renderer: copy", marks],
      [`delimiter_left: "[[", delimiter_right: "]]"`, brackets],
      [`renderer: gomplate, delimiter_left: "{{", delimiter_right: "}}"`, braces],
      [`delimiter_left: "", delimiter_right: ""`, braces],
    ];
    const list = entries.map(([entry]) => `{src: v.yml, ${entry}}`).join(", ");
    const { values, stderr } = await build(release(`[${list}]`), { "v.yml": marks });
    expect(stderr).toBe("");
    expect(values["a@n"]).toEqual(entries.map(([, text]) => text));
  });

  it("cannot have keys that only helmwave's plan has, or any other", async () => {
    const list =
      "[{src: a.yml, dst: b.yml}, {src: a.yml, render: false}, {src: a.yml, strct: true}, {src: a.yml, renderer: jinja}]";
    expect((await build(release(list), { "a.yml": "" })).stderr).toMatchInlineSnapshot(`
      "error CONFIG_UNKNOWN_KEY  helmwave.yml:4:67
       4 │ …, values: [{src: a.yml, dst: b.yml}, {src: a.yml, render: false}, {src: a…
         │                          ^^^ values file has no key "dst" any more
         = helmwatch itself names the files of a plan; leave it out

      error CONFIG_UNKNOWN_KEY  helmwave.yml:4:93
       4 │ …t: b.yml}, {src: a.yml, render: false}, {src: a.yml, strct: true}, {src: …
         │                          ^^^^^^ values file has no key "render" any more
         = \`render: false\` is now \`renderer: copy\`

      error CONFIG_UNKNOWN_KEY  helmwave.yml:4:122
       4 │ …render: false}, {src: a.yml, strct: true}, {src: a.yml, renderer: jinja}]}
         │                               ^^^^^ values file has no key "strct"
         = did you mean "strict"?

      error CONFIG_INVALID  helmwave.yml:4:159
       4 │ …render: false}, {src: a.yml, strct: true}, {src: a.yml, renderer: jinja}]}
         │                                                                    ^^^^^
         = expected sprig, gomplate, copy or sops, got "jinja"
      "
    `);
  });

  it("that are not there are an error, or left out with a warning where strict is false", async () => {
    const list = "[{src: gone.yml, strict: true}, {src: away.yml, strict: false}, v.yml]";
    const { code, stderr } = await build(release(list), { "v.yml": "a: 1" });
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error VALUES_NOT_FOUND  helmwave.yml:4:54
       4 │ …hart: ./chart, values: [{src: gone.yml, strict: true}, {src: away.yml, st…
         │                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = there is no values file "gone.yml" (of release "a@n")
         = paths are relative to the folder of helmwave.yml

      warning VALUES_NOT_FOUND  helmwave.yml:4:85
       4 │ …s: [{src: gone.yml, strict: true}, {src: away.yml, strict: false}, v.yml]}
         │                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = values file "away.yml" of release "a@n" is left out: it is not there
      "
    `);
    const left = await build(release("[{src: away.yml, strict: false}, v.yml]"), { "v.yml": "a: 1" });
    expect(left).toMatchObject({ code: 0, values: { "a@n": ["a: 1"] } });
  });

  it("that nothing can make yet are refused, not taken as they are or left out", async () => {
    const list = '[{src: a.yml, renderer: sops}, "https://ann:hunter2@example.com/v.yml?token=t0k3n", m.yml]';
    const { code, stderr } = await build(release(list), { "a.yml": "a: 1", "m.yml": 'a: {{ getManifests "a" }}' });
    expect(code).toBe(2);
    expect(stderr).toContain('decrypting values ("a.yml") by sops is not supported yet');
    expect(stderr).toContain("values from an address (https://example.com/v.yml?…) are not supported yet");
    expect(stderr).toContain("error TEMPLATE_UNAVAILABLE  m.yml:1:7");
    expect(stderr).not.toContain("hunter2");
  });

  it("that templates cannot make are named with their places, all at once", async () => {
    const { code, stderr } = await build(
      `releases:
  - {name: a, namespace: n, chart: ./chart, values: [typo.yml, list.yml, env.yml, syntax.yml]}
  - {name: b, namespace: n, chart: ./chart, values: [typo.yml, broken.yml], store: {n: 1}}
`,
      {
        "typo.yml": "# a comment\nname: {{ .Release.Nmae }}\n",
        "list.yml": "{{ range .Release.Tags }}\n- {{ . }}\n{{ end }}",
        "env.yml": 'a: {{ requiredEnv "NOT_THERE" }}\n',
        "syntax.yml": "a: {{ if }}\n",
        "broken.yml": "a: 1\nb: {{ .Release.Store.n }}: 2\n",
      },
    );
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "error TEMPLATE_FAILED  typo.yml:2:10
       2 │ name: {{ .Release.Nmae }}
         │          ^^^^^^^^^^^^^
         = can't evaluate field Nmae in type interface {} (release "a@n" and 1 more)

      error TEMPLATE_FAILED  env.yml:1:7
       1 │ a: {{ requiredEnv "NOT_THERE" }}
         │       ^^^^^^^^^^^^^^^^^^^^^^^
         = requiredEnv: required env var "NOT_THERE" is not set (release "a@n")

      error TEMPLATE_SYNTAX  syntax.yml:1:1
       1 │ a: {{ if }}
         │ ^^^^^^^^^^^ missing value for if (release "a@n")

      error VALUES_INVALID  list.yml (as rendered for a@n):2:1
         = expected a map at the top of the file, got a list

      error VALUES_INVALID  broken.yml (as rendered for b@n):2:4
         = nested mappings are not allowed in compact mappings
      "
    `);
  });
});

describe("store", () => {
  it("is free data of a release, over that of all, with layers under and over both", async () => {
    const config = `store: {site: eu, image: {tag: "1", registry: r}}
defaults: {store: {image: {tag: "2"}}}
environments: {prod: {store: {site: us}, releases: [{name: b, store: {size: 9}}]}}
releases:
  - {name: a, namespace: n, chart: ./chart, values: [v.yml]}
  - {name: b, namespace: n, chart: ./chart, values: [v.yml], store: {image: {tag: "3"}, size: 1}}
`;
    const { values, stderr } = await build(config, { "v.yml": "{{ toYaml .Release.Store }}" }, ["-e", "prod"]);
    expect(stderr).toBe("");
    expect(values).toEqual({
      "a@n": ['image:\n    registry: r\n    tag: "2"\nsite: us\n'],
      "b@n": ['image:\n    registry: r\n    tag: "3"\nsite: us\nsize: 9\n'],
    });
  });
});

describe("getValues", () => {
  it("renders what it asks for first: a later file, one of a release before or behind this one in the file", async () => {
    const { values, stderr } = await build(
      `releases:
  - name: a
    namespace: n
    chart: ./chart
    depends_on: [b]
    values: [first.yml, dir/later.yml]
  - {name: b, namespace: n, chart: ./chart, values: [dir/later.yml], depends_on: [c@n]}
  - {name: c, namespace: n, chart: ./chart, values: [{src: plain.yml, renderer: copy}]}
`,
      {
        "first.yml": `own: {{ (getValues "./dir/later.yml").name }}
same: {{ (getValues "a@n" "dir/later.yml").name }}
other: {{ (getValues "b" "dir/later.yml").name }}
far: {{ (getValues "c@n" "plain.yml").b | quote }}
`,
        "dir/later.yml": "name: {{ .Release.Name }}\n",
        "plain.yml": 'b: "{{ kept }}"\n',
      },
    );
    expect(stderr).toBe("");
    expect(values["a@n"]).toEqual(['own: a\nsame: a\nother: b\nfar: "{{ kept }}"\n', "name: a\n"]);
  });

  it("tells what is missing, and never waits: files, releases, dependencies, circles", async () => {
    const { code, stderr } = await build(
      `releases:
  - {name: a, namespace: n, chart: ./chart, values: [x.yml, y.yml, self.yml, file.yml, release.yml, edge.yml, left.yml, {src: away.yml, strict: false}]}
  - {name: b, namespace: n, chart: ./chart, values: [b.yml]}
`,
      {
        "x.yml": 'x: {{ getValues "y.yml" }}',
        "y.yml": '\ny: {{ getValues "x.yml" }}',
        "self.yml": 'a: {{ getValues "self.yml" }}',
        "file.yml": 'a: {{ getValues "slef.yml" }}',
        "release.yml": 'a: {{ getValues "bb" "b.yml" }}',
        "edge.yml": 'a: {{ getValues "b" "b.yml" }}',
        "left.yml": 'a: {{ getValues "away.yml" }}',
        "b.yml": "a: 1",
      },
    );
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "warning VALUES_NOT_FOUND  helmwave.yml:4:121
       4 │ …ile.yml, release.yml, edge.yml, left.yml, {src: away.yml, strict: false}]}
         │                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         = values file "away.yml" of release "a@n" is left out: it is not there

      error TEMPLATE_CYCLE  y.yml:2:7
       2 │ y: {{ getValues "x.yml" }}
         │       ^^^^^^^^^^^^^^^^^
         = getValues: templates ask for each other's values in a circle: x.yml of a@n
           → y.yml of a@n → x.yml of a@n
         = move what they share into a file that asks for nothing

      error TEMPLATE_CYCLE  self.yml:1:7
       1 │ a: {{ getValues "self.yml" }}
         │       ^^^^^^^^^^^^^^^^^^^^
         = getValues: templates ask for each other's values in a circle: self.yml of
           a@n → self.yml of a@n
         = move what they share into a file that asks for nothing

      error VALUES_NOT_FOUND  file.yml:1:7
       1 │ a: {{ getValues "slef.yml" }}
         │       ^^^^^^^^^^^^^^^^^^^^
         = getValues: release "a@n" has no values file "slef.yml"
         = did you mean "self.yml"?

      error RELEASE_UNKNOWN  release.yml:1:7
       1 │ a: {{ getValues "bb" "b.yml" }}
         │       ^^^^^^^^^^^^^^^^^^^^^^
         = getValues: there is no release "bb@n" in this plan (release "a@n")
         = did you mean "b@n"?

      error CONFIG_UNKNOWN_REFERENCE  edge.yml:1:7
       1 │ a: {{ getValues "b" "b.yml" }}
         │       ^^^^^^^^^^^^^^^^^^^^^
         = getValues: release "a@n" does not depend on "b@n", whose values it asks for
         = add to release "a@n": depends_on: [b@n]

      error VALUES_NOT_FOUND  left.yml:1:7
       1 │ a: {{ getValues "away.yml" }}
         │       ^^^^^^^^^^^^^^^^^^^^
         = getValues: values file "away.yml" of release "a@n" is not there
      "
    `);
  });
});

describe("the plan, for templates,", () => {
  it("is what is selected, without credentials; tags are those asked for, else all", async () => {
    const config = `project: shop
repositories: [{name: r, url: "https://ann:hunter2@example.com"}]
registries: [{host: h, username: ann, password: hunter2}]
releases:
  - {name: a, namespace: n, chart: {name: ./chart, password: hunter2}, values: [plan.yml, tags.yml], tags: [x], depends_on: [b]}
  - {name: b, namespace: n, chart: ./chart, tags: [y], timeout: 90s}
`;
    const files = {
      "plan.yml":
        "{{ $p := getPlan }}project: {{ $p.project }}\nreleases: {{ range $p.releases }}{{ .name }} {{ .timeout }} {{ .depends_on }},{{ end }}\nall: |\n{{ toYaml $p | indent 2 }}\n{{ toYaml .Release | indent 2 }}",
      "tags.yml": "tags: {{ getTags | toJson }}\n",
    };
    const { values, stderr } = await build(config, files, ["-t", "x"]);
    expect(stderr).toBe("");
    const [plan, tags] = values["a@n"] ?? [];
    expect(plan).toContain(
      "project: shop\nreleases: a 5m0s [map[condition:deployed name:b@n optional:false]],b 1m30s [],",
    );
    expect(plan).not.toMatch(/hunter2|password/);
    expect(tags).toBe('tags: ["x"]\n');
    expect((await build(config, files)).values["a@n"]?.[1]).toBe('tags: ["x","a@n","y","b@n"]\n');
  });
});
