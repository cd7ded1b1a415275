import { type Diagnostic, HelmwatchError } from "@helmwatch/core/plugin";
import { beforeAll, describe, expect, it } from "vitest";
import {
  fields,
  openTemplates,
  type TemplateHost,
  type TemplatePlan,
  type Templates,
  templateDiagnostics,
} from "../src/index.js";

const files: Record<string, string> = { "note.txt": "from the host" };
const warnings: Diagnostic[] = [];
const ran: unknown[] = [];

/** Nothing of this machine: what is not here does not exist. */
const host: TemplateHost = {
  environment: { GREETING: "hello" },
  folder: "/nowhere",
  clock: { wall: () => Date.UTC(2030, 0, 2, 3, 4, 5) },
  timeZone: "Europe/Berlin",
  files: {
    read(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
      return new TextEncoder().encode(text);
    },
  },
  exec(command, args, stdin) {
    ran.push([command, args, stdin]);
    if (command === "gone") throw Object.assign(new Error("spawn"), { code: "ENOENT" });
    if (command === "killed") return { exitCode: null, signal: "SIGKILL", stdout: "", stderr: "" };
    return { exitCode: 0, stdout: `${command}!`, stderr: "" };
  },
  warn: (warning) => warnings.push(warning),
};

let templates: Templates;
beforeAll(async () => {
  templates = await openTemplates(host, ["sprig", "gomplate"]);
});

const render = (text: string, more: Partial<Parameters<Templates["render"]>[0]> = {}) =>
  templates.render({ name: "values.yml", text, renderer: "sprig", data: {}, ...more });

function failure(text: string, more: Parameters<typeof render>[1] = {}): HelmwatchError {
  try {
    const result = render(text, more);
    throw new Error(`rendered ${JSON.stringify(result)}`);
  } catch (error) {
    if (error instanceof HelmwatchError) return error;
    throw error;
  }
}

/** Findings as `file:line:col CODE «what is marked» message (hint)`, a line each. */
const shown = (text: string, more: Parameters<typeof render>[1] = {}) =>
  templateDiagnostics(failure(text, more))
    .map(({ code, file, range, message, hint }) => {
      const line = file === "values.yml" && range ? (text.split("\n")[range.start.line - 1] ?? "") : "";
      const mark = line.slice((range?.start.col ?? 1) - 1, (range?.end.col ?? 1) - 1);
      const place = [file, range?.start.line, range?.start.col].filter((one) => one !== undefined).join(":");
      return `${place} ${code} «${mark}» ${message}${hint === undefined ? "" : ` (${hint})`}`;
    })
    .join("\n");

describe("templates reach the host and nothing else", () => {
  it.each([
    [
      "sprig",
      '{{ env "GREETING" }} {{ env "HOME" }}|{{ expandenv "$GREETING $PATH" }}|{{ requiredEnv "GREETING" }}',
      "hello |hello |hello",
    ],
    ["sprig", '{{ readFile "note.txt" }}', "from the host"],
    ["sprig", '{{ exec "some thing" }}', "some!"],
    ["sprig", '{{ now | date "2006-01-02 15:04:05 MST" }}', "2030-01-02 04:04:05 CET"],
    [
      "gomplate",
      '{{ getenv "GREETING" }}{{ getenv "HOME" }} {{ file.Exists "/etc/passwd" }} {{ file.Exists "note.txt" }}',
      "hello false false",
    ],
    ["gomplate", "{{ time.Now.Year }} {{ time.ZoneName }}", "2030 CET"],
  ] as const)("%s: %s", (renderer, text, result) => {
    expect(render(text, { renderer })).toBe(result);
  });

  it("hands a program its arguments and input", () => {
    ran.length = 0;
    render('{{ "in" | exec "a" (list "b c") }}');
    expect(ran).toEqual([["a", ["b c"], "in"]]);
  });

  it.each([
    ['{{ exec "gone" }}', 'exec: failed to run command: exec: "gone": executable file not found in $PATH'],
    ['{{ exec "killed" }}', "exec: failed to run command: command failed: signal: SIGKILL"],
    ['{{ readFile "absent" }}', 'readFile: failed to read file "absent": open absent: No such file or directory'],
  ])("says what went wrong in %s", (text, message) => {
    expect(failure(text)).toMatchObject({ code: "TEMPLATE_FAILED", message });
  });

  it("cannot write files", () => {
    expect(failure('{{ file.Write "note.txt" "x" }}', { renderer: "gomplate" }).message).toContain(
      "Read-only file system",
    );
  });

  it("keeps a byte order mark and lone surrogates from harm", () => {
    expect(render("\ufeffa{{ .x }}", { data: { x: "\ufeffb" } })).toBe("\ufeffa\ufeffb");
    expect(render("{{ .x }}", { data: { x: "\ud800" } })).toBe("\ufffd");
  });
});

describe("data", () => {
  it("that lacks a key renders as Go does: maps silently, fields as an error", () => {
    expect(render("{{ .a }} {{ .m.b }}", { data: { m: {} } })).toBe("<no value> <no value>");
    const error = failure("name: {{ .Release.Nmae }}", { data: { Release: fields({ Name: "web" }) } });
    expect(error).toMatchObject({
      code: "TEMPLATE_FAILED",
      facts: { file: "values.yml", range: { start: { line: 1, col: 10 }, end: { line: 1, col: 23 } } },
    });
  });

  it("with fields is read by name and written in snake case", () => {
    const data = { Release: fields({ Name: "web", DependsOn: ["db"], Store: { a: 1 }, Tags: null }) };
    expect(
      render('{{ .Release.Store.a }} {{ getValueAtPath "Store.a" .Release }}\n{{ toYaml .Release }}', { data }),
    ).toBe("1 1\ndepends_on:\n    - db\nname: web\nstore:\n    a: 1\ntags: []\n".replace("tags: []", "tags: null"));
  });

  it("refuses fields that Go could not have", () => {
    expect(failure("{{ . }}", { data: fields({ name: 1 }) }).message).toContain('"name" cannot be a field');
  });

  it("does not outlive a render", () => {
    const data = { m: { a: 1 } };
    expect(render('{{ setValueAtPath "a" 2 .m }}', { data })).toBe("map[a:2]");
    expect(render("{{ .m.a }}", { data })).toBe("1");
  });
});

describe("delimiters", () => {
  it.each([
    [{ left: "[[", right: "]]" }, "[[ .x ]] {{ .x }}", "1 {{ .x }}"],
    [{ left: "<%", right: "%>" }, "<%- .x %>", "1"],
    [undefined, "{{ .x }}", "1"],
  ])("%o", (delimiters, text, result) => {
    expect(render(text, { data: { x: 1 }, ...(delimiters ? { delimiters } : {}) })).toBe(result);
  });
});

describe("the plan", () => {
  const values: Record<string, string> = {
    leaf: "port: 80\nname: 0x1F\n",
    middle: '{{ $v := getValues "leaf" }}port: {{ add $v.port 1 }}\n',
    "in gomplate": '{{ $v := getValues "leaf" }}port: {{ math.Mul $v.port 2 }}\n',
    broken: "ok: 1\nbad: {{ .x.y.z.a.b }}\n",
    "asks for broken": '\n{{ getValues "broken" }}',
    chicken: '{{ getValues "egg" }}',
    egg: '{{ getValues "chicken" }}',
    narcissus: '{{ getValues "narcissus" }}',
    endless: "{{ tpl .self . }}",
  };
  const plan: TemplatePlan = {
    getValues(file, release) {
      if (release !== undefined) return `of: ${release}/${file}`;
      const deep = /^deep (\d+)$/.exec(file);
      const text = deep
        ? deep[1] === "0"
          ? "end: 1"
          : `{{ getValues "deep ${Number(deep[1]) - 1}" | toYaml }}`
        : values[file];
      if (text === undefined) throw new HelmwatchError("VALUES_NOT_FOUND", `there is no values file "${file}"`);
      const gomplate = file === "in gomplate" || file === "endless";
      const data = { x: { y: 1 }, self: "{{ tpl .self . }}" };
      return templates.render({ name: file, text, renderer: gomplate ? "gomplate" : "sprig", data, plan });
    },
    getPlan: () => ({ releases: [{ name: "web", store: { "k\u2028": "\u0085\u2028\ufeff\u009f", n: 3, f: 2.5 } }] }),
    getManifests: (release) => `kind: A\nof: ${release}\n---\n---\nkind: B\n`,
    getTags: () => ["a", "b"],
  };
  const withPlan = (text: string) => render(text, { plan });

  it.each([
    ['{{ (getValues "leaf").name }}', "31"],
    ['{{ getValues "middle" | toYaml }}', "port: 81\n"],
    ['{{ getValues "in gomplate" | toYaml }}', "port: 160\n"],
    ['{{ getValues "db@shop" "leaf" | toJson }}', '{"of":"db@shop/leaf"}'],
    ["{{ (index getPlan.releases 0).name }}", "web"],
    [
      "{{ range $k, $v := (index getPlan.releases 0).store }}{{ $k }}{{ $v }} {{ end }}",
      "f2.5 k\u2028\u0085\u2028\ufeff\u009f n3 ",
    ],
    ['{{ range getManifests "x" }}{{ .kind }}{{ end }}', "AB"],
    ['{{ getTags | join "+" }}', "a+b"],
    ['{{ getValues "deep 60" | toJson }}', '{"end":1}'],
  ])("%s is %s, and asking may render further templates", (text, result) => {
    expect(withPlan(text)).toBe(result);
  });

  it.each([
    ['{{ getValues "chicken" }}', "chicken → egg → chicken"],
    ['{{ getValues "narcissus" }}', "narcissus → narcissus"],
  ])("a circle is an error that names it: %s", (text, circle) => {
    const error = failure(text, { plan });
    expect(error).toMatchObject({ code: "TEMPLATE_CYCLE" });
    expect(error.message).toBe(`getValues: templates ask for each other's values in a circle: ${circle}`);
  });

  it("one name rendered for two releases is no circle", () => {
    const nested = (id: string, text: string): string =>
      render(text, { id, plan: { ...plan, getValues: () => nested("other", "a: 1") } });
    expect(nested("one", '{{ getValues "x" | toYaml }}')).toBe("a: 1\n");
  });

  it("an error within another template has its place there, and where it was asked for", () => {
    const text = '{{ getValues "asks for broken" }}';
    expect(shown(text, { plan })).toMatchInlineSnapshot(`
      "broken:2:9 TEMPLATE_FAILED «» can't evaluate field z in type interface {}
      asks for broken:2:4 TEMPLATE_FAILED «» getValues: can't evaluate field z in type interface {}
      values.yml:1:4 TEMPLATE_FAILED «getValues "asks for broken"» getValues: can't evaluate field z in type interface {}"
    `);
  });

  it("an error of the caller's own keeps its code", () => {
    expect(failure('{{ getValues "none" }}', { plan })).toMatchObject({
      code: "VALUES_NOT_FOUND",
      message: 'getValues: there is no values file "none"',
    });
  });

  it("an engine that ends within ends what asked for it, and the next render works", () => {
    expect(failure('{{ getValues "endless" }}', { plan }).code).toBe("TEMPLATE_CRASHED");
    // The same engine, which must not run on after its end.
    const outer = failure('{{ getValues "endless" | toYaml }}', { plan, renderer: "gomplate" });
    expect(outer).toMatchObject({ code: "TEMPLATE_CRASHED", facts: { file: "values.yml" } });
    expect(outer.message).toBe("the template engine ended while it rendered this: stack overflow");
    expect(outer.cause).toMatchObject({ facts: { file: "endless" } });
    expect(render("{{ add 1 1 }}")).toBe("2");
    expect(render("{{ add 1 1 }}", { renderer: "gomplate" })).toBe("2");
  });

  it("functions of the plan do not exist without one", () => {
    expect(failure("{{ getTags }}")).toMatchObject({
      code: "TEMPLATE_SYNTAX",
      hint: "this function exists in values files only",
    });
  });
});

describe("what users read", () => {
  it.each([
    [
      "a: 1\nb: {{ .x | toYamll }}\n",
      'values.yml:2:12 TEMPLATE_SYNTAX «toYamll» function "toYamll" not defined (did you mean "toYaml"?)',
    ],
    [
      '{{ defineDatasource "a" "b" }}',
      'values.yml:1:4 TEMPLATE_SYNTAX «defineDatasource» function "defineDatasource" not defined (this function is one of gomplate\'s: use `renderer: gomplate`)',
    ],
    [
      'password: {{ requiredEnv "DB_PASSWORD" | quote }}',
      'values.yml:1:14 TEMPLATE_FAILED «requiredEnv "DB_PASSWORD"» requiredEnv: required env var "DB_PASSWORD" is not set',
    ],
    [
      "{{ if .x }}\na: 1\n",
      "values.yml:3:1 TEMPLATE_SYNTAX «» unexpected EOF (an if, range, with, block or define has no end)",
    ],
    [
      '{{ getHostByName "db" }}',
      'values.yml:1:4 TEMPLATE_UNAVAILABLE «getHostByName "db"» getHostByName needs the network, which templates do not get (get it outside of the template and pass it in, e.g. with requiredEnv, readFile or exec)',
    ],
    ['a: {{ fail "stop" }}', 'values.yml:1:7 TEMPLATE_FAILED «fail "stop"» fail: stop'],
    [
      '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
      'values.yml:1:29 TEMPLATE_FAILED «"» exceeded maximum template depth (1000)',
    ],
  ])("%j", (text, message) => {
    expect(shown(text)).toBe(message);
  });

  it("a crash by a template that calls itself", () => {
    const text = "{{ tpl .self . }}";
    expect(shown(text, { renderer: "gomplate", data: { self: text } })).toMatchInlineSnapshot(
      `"values.yml TEMPLATE_CRASHED «» the template engine ended while it rendered this: stack overflow (look for a template that calls itself without end, or a list that grows without end)"`,
    );
    expect(render("{{ 1 }}", { renderer: "gomplate" })).toBe("1");
  });

  it("too large a result", () => {
    const error = failure('{{ range until 70 }}{{ repeat 1000000 "x" }}{{ end }}');
    expect(error.message).toContain("the output is larger than 64 MiB");
  });

  it("a result that is no text", () => {
    expect(failure('{{ b64dec "/w==" }}').message).toBe("the result is not UTF-8 text");
  });

  it("one warning for a deprecated function, however often it is used", () => {
    warnings.length = 0;
    expect(render('{{ get "a" . }}{{ get "a" . }}{{ hasKey "a" . }}', { data: { a: 1 } })).toBe("11true");
    expect(warnings).toEqual([
      {
        code: "TEMPLATE_DEPRECATED",
        severity: "warning",
        message: "the template function `get` is named `getValueAtPath` now; sprig's own is `sprigGet`",
        file: "values.yml",
      },
      expect.objectContaining({ message: expect.stringContaining("`hasKey`") }),
    ]);
  });

  it("what gomplate calls deprecated, too", () => {
    warnings.length = 0;
    render('{{ net.ParseIP "10.0.0.1" }}', { renderer: "gomplate" });
    expect(warnings).toMatchObject([{ message: expect.stringContaining("net.ParseIP is deprecated") }]);
  });
});

it("a renderer that was not opened is a fault of the caller", async () => {
  const none = await openTemplates(host, []);
  expect(() => none.render({ name: "a", text: "{{ 1 }}", renderer: "sprig", data: {} })).toThrow(
    '"sprig" was not opened',
  );
});
