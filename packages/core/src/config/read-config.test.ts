import { describe, expect, it } from "vitest";
import { formatDiagnostics } from "./format-diagnostic.js";
import { readConfig } from "./read-config.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readConfig({ bytes: bytes(text), file: "helmwave.yml" });
const shown = (text: string) => {
  const result = read(text);
  return `\n${formatDiagnostics(result.diagnostics, { source: result })}\n`;
};
const codes = (text: string) => read(text).diagnostics.map(({ code }) => code);

const release = (more = "") => `releases:\n  - name: a\n    namespace: n\n    chart: ./c\n${more}`;
const monitor = (more = "") =>
  `monitors:\n  - name: m\n    type: http\n    http: {url: http://x}\n${more}${release("    monitors: [{name: m}]\n")}`;

describe("a helmwave.yml", () => {
  it("is read with anchors, merge keys, boolean wait and rollback as the default action", () => {
    const { config, diagnostics } = read(`
.options: &options
  namespace: nats
  wait: true
  timeout: 1m30s
  max_history: 3
  chart: {name: oci://reg/nats, version: 7.10}
monitors:
  - &m {name: up, type: prometheus, interval: 2s, prometheus: {url: http://x, expr: up}}
releases:
  - name: nats
    <<: *options
    max_history: 5
    monitors: [name: up]
`);
    expect(diagnostics).toEqual([]);
    expect(config?.releases[0]).toMatchObject({
      uniqname: "nats@nats",
      wait: "watcher",
      timeoutMs: 90_000,
      maxHistory: 5,
      chart: { name: "oci://reg/nats", version: "7.10" },
      monitors: [{ name: "up", action: "rollback" }],
    });
    expect(config?.monitors[0]).toMatchObject({
      totalTimeoutMs: 300_000,
      iterationTimeoutMs: 10_000,
      intervalMs: 2000,
      initialDelayMs: 2000,
      successThreshold: 3,
      options: { url: "http://x", expr: "up" },
    });
  });

  it("completes a dependency with its own namespace and context", () => {
    const { config } = read(
      release("    context: kind\n    depends_on: [a@other, {name: b, optional: true}, {tag: t}]\n    tags: [t]\n"),
    );
    expect(config).toBeUndefined();
    const ok = read(
      `${release("    context: kind\n    depends_on: [b, {name: x, optional: true}]\n")}  - {name: b, namespace: n, context: kind, chart: ./c}\n`,
    );
    expect(ok.config?.releases[0]?.dependsOn.map((d) => d.kind === "release" && d.uniqname)).toEqual([
      "b@n@kind",
      "x@n@kind",
    ]);
  });
});

describe("all findings come at once", () => {
  it("with position, caret and did-you-mean", () => {
    expect(
      shown(`releases:
  - name: nats
    namespce: x
    chart: {name: a, vresion: 1}
    monitors: [{name: foo}]
    timeout: 5 minutes
monitors:
  - name: fooo
    type: prometheus
    interval: 1m
    total_timeout: 2m
    prometheus: {url: x}
`),
    ).toMatchInlineSnapshot(`
      "
      error CONFIG_UNKNOWN_KEY  helmwave.yml:3:5
       3 │     namespce: x
         │     ^^^^^^^^ release "nats" has no key "namespce"
         = did you mean "namespace"? (required, missing here)

      error CONFIG_UNKNOWN_KEY  helmwave.yml:4:22
       4 │     chart: {name: a, vresion: 1}
         │                      ^^^^^^^ chart "a" has no key "vresion"
         = did you mean "version"?

      error CONFIG_INVALID  helmwave.yml:6:14
       6 │     timeout: 5 minutes
         │              ^^^^^^^^^
         = expected a duration like 30s, 1m30s or a number of seconds, got "5 minutes"

      error CONFIG_NEVER_PASSES  helmwave.yml:11:20
       11 │     total_timeout: 2m
          │                    ^^
          = monitor "fooo" can never pass: 3 checks every 1m take 3m, total_timeout is
            2m
          = set total_timeout above 3m, or lower interval or success_threshold
      "
    `);
  });

  it("never shows the value of a password", () => {
    expect(shown("registries:\n  - {host: h, password: hunter2, usrname: u}\n")).not.toContain("hunter2");
    expect(shown("registries:\n  - host: h\n    password: [hunter2]\n")).not.toContain("hunter2");
    expect(shown("registries:\n  - host: h\n    password:\n      - hunter2\n")).not.toContain("hunter2");
    expect(shown('registries: [{host: h, x: {password: "hun,ter2"}}]\n')).not.toContain("ter2");
  });
});

describe("what cannot be right", () => {
  it.each<[string, string, string[]]>([
    ["an unknown top-level key", "relases: []\n", ["CONFIG_UNKNOWN_KEY"]],
    ["a key that went with Helm 4", release("    recreate: true\n"), ["CONFIG_UNKNOWN_KEY"]],
    ["a label that helm keeps for itself", release("    labels: {status: a}\n"), ["CONFIG_INVALID"]],
    [
      "a label that Kubernetes refuses",
      release("    labels: {team: a b, 'b c': d}\n"),
      ["CONFIG_INVALID", "CONFIG_INVALID"],
    ],
    ["a Kubernetes that is none", release("    offline_kube_version: latest\n"), ["CONFIG_INVALID"]],
    ["a store that is a list", release("    store: [1]\n"), ["CONFIG_INVALID"]],
    ["a store of all that is text", `store: x\n${release()}`, ["CONFIG_INVALID"]],
    ["a test filter that helm has not", release("    tests: {filters: {label: [a]}}\n"), ["CONFIG_UNKNOWN_KEY"]],
    [
      "a duplicate key",
      "releases:\n  - name: a\n    name: b\n    namespace: n\n    chart: c\n",
      ["CONFIG_DUPLICATE_KEY"],
    ],
    ["a monitor that can never pass", monitor("    interval: 1m\n    total_timeout: 3m\n"), ["CONFIG_NEVER_PASSES"]],
    [
      "a threshold of zero",
      monitor("    success_threshold: 0\n"),
      ["CONFIG_INVALID", "CONFIG_UNKNOWN_REFERENCE"].slice(0, 1),
    ],
    ["an interval of zero", monitor("    interval: 0\n"), ["CONFIG_INVALID"]],
    ["a negative interval", monitor("    interval: -5\n"), ["CONFIG_INVALID"]],
    ["a window smaller than its threshold", monitor("    counting: {window: 2}\n"), ["CONFIG_NEVER_PASSES"]],
    ["an unknown dependency", release("    depends_on: [b]\n"), ["CONFIG_UNKNOWN_REFERENCE"]],
    ["a dependency with a bad name", release("    depends_on: [B_b]\n"), ["CONFIG_INVALID"]],
    ["an unknown action", monitor().replace("{name: m}", "{name: m, action: explode}"), ["CONFIG_INVALID"]],
    ["a release name with a dot", release().replace("name: a", "name: a.b"), ["CONFIG_INVALID"]],
    ["two documents", "releases: []\n---\nreleases: []\n", ["CONFIG_SYNTAX"]],
    ["broken YAML", "releases: [\n", ["CONFIG_SYNTAX"]],
    ["an alias without anchor", "releases: *nowhere\n", ["CONFIG_ALIAS"]],
    ["an alias of itself", ".a: &a [*a]\n", ["CONFIG_ALIAS"]],
    ["an empty file", "", ["CONFIG_INVALID"]],
    ["a list at the top", "- a\n", ["CONFIG_INVALID"]],
  ])("%s is %s", (_, text, expected) => expect(codes(text).slice(0, expected.length)).toEqual(expected));

  it("a monitor that no release refers to is a warning", () => {
    const result = read(monitor().replace("    monitors: [{name: m}]\n", ""));
    expect(result.config).toBeDefined();
    expect(result.diagnostics).toMatchObject([{ code: "CONFIG_MONITOR_UNUSED", severity: "warning" }]);
  });
});

describe("bounds", () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ["a file above 10 MB", new Uint8Array(10 * 1024 * 1024 + 1).fill(35), "CONFIG_TOO_LARGE"],
    ["bytes that are not UTF-8", new Uint8Array([0x61, 0x3a, 0x20, 0xff]), "CONFIG_ENCODING"],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x61, 0]), "CONFIG_ENCODING"],
    [
      "an alias bomb",
      bytes(
        `.a: &a [${"x,".repeat(9)}]\n${[..."abcdefghij"]
          .slice(1)
          .map((k, i) => `.${k}: &${k} [${`*${"abcdefghij"[i]},`.repeat(9)}]`)
          .join("\n")}\n`,
      ),
      "CONFIG_ALIAS",
    ],
    ["10,000 levels of nesting", bytes(`.a: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`), "CONFIG_SYNTAX"],
    ["a byte order mark and CRLF", bytes("\ufeffreleases: []\r\nx-a: 1\r\n"), undefined],
  ])("%s gets a clear answer", (_, input, code) => {
    const { diagnostics } = readConfig({ bytes: input, file: "f" });
    expect(diagnostics[0]?.code).toBe(code);
  });

  it("10,000 releases with as many wrong references are answered", () => {
    const many = Array.from(
      { length: 10_000 },
      (_, i) => `  - {name: r${i}, namespace: n, chart: ./c, depends_on: [x${i}]}\n`,
    );
    expect(codes(`releases:\n${many.join("")}`)).toHaveLength(10_000);
  }, 60_000);
});
