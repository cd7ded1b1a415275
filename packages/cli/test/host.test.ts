import { describe, expect, it } from "vitest";
import { fakeCluster } from "./fake-cluster.js";
import { createProject, runCli } from "./run-cli.js";
import { chart, sample } from "./sample.js";

const schema = '{ "~standard": { version: 1, vendor: "x", validate: (value) => ({ value }) } }';

/** A project with one monitor of a plugin whose `create` has this body. */
const projectOf = (create: string, more = "") =>
  createProject({
    "plugin.mjs": `export default { api: 1, name: "@acme/probe", version: "1.0.0", monitors: { probe: {
  summary: "", options: ${schema}, ${more} create(options, host) { ${create} } } } };`,
    "helmwave.yml": `plugins: [./plugin.mjs]
monitors:
  - { name: one, type: probe, interval: 0.05, success_threshold: 1, needs_releases: false, probe: { says: hello } }
`,
  });
const observing = (body: string) => `return { async observe(call) { ${body} } };`;

describe("a plugin's host", () => {
  const parts = observing('return { kind: "verdict", pass: true, why: "", facts: { parts: Object.keys(host) } };');
  const seen = async (cwd: string) => {
    const { stdout } = await runCli(["monitor", "run", "-o", "ndjson"], { cwd });
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    return events.find(({ type }) => type === "monitor.checked").facts.parts;
  };

  it("has Kubernetes for types that declare it only", async () => {
    expect(await seen(await projectOf(parts))).toEqual(["log", "clock", "fetch", "secret"]);
    expect(await seen(await projectOf(parts, 'needs: ["kube"],'))).toContain("kube");
  });

  it("reaches the cluster of --kubeconfig and --kube-context with the first request", async () => {
    const body = observing(
      'await host.kube.request({ method: "GET", path: "/api/v1/secrets", signal: call.signal }); return { kind: "verdict", pass: true, why: "" };',
    );
    const cwd = await projectOf(body, 'needs: ["kube"],');
    const cluster = fakeCluster();
    const args = ["monitor", "run", "--kubeconfig", "kc", "--kube-context", "blue"];
    const { code, connected } = await runCli(args, { cwd, cluster });
    expect({ code, connected }).toEqual({ code: 0, connected: [{ kubeconfig: "kc", context: "blue" }] });
    expect(cluster.asked).toEqual(["GET /api/v1/secrets"]);
    expect((await runCli(["monitor", "run"], { cwd: await projectOf(parts) })).connected).toEqual([]);
  });

  it("logs lines that name the plugin, from the level on that is asked for", async () => {
    const cwd = await projectOf(
      `host.log.info({ at: 1, more: { a: [2] } }, "made"); host.log.debug({}, "detail"); ${parts}`,
    );
    const { stderr } = await runCli(["monitor", "run"], { cwd });
    expect(stderr).toContain(
      '[INFO]: made                     plugin: @acme/probe  type: probe  at: 1  more: {"a":[2]}\n',
    );
    expect(stderr).not.toContain("detail");
    expect((await runCli(["monitor", "run", "--log-level", "debug"], { cwd })).stderr).toContain("[DEBUG]: detail");
  });
});

describe("a plugin that throws", () => {
  it("while it makes a monitor is named, without a stack, before anything is touched", async () => {
    const { code, stderr, stdout } = await runCli(["monitor", "run"], {
      cwd: await projectOf('throw new Error("no luck");'),
    });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatchInlineSnapshot(`
      "error PLUGIN_THREW
        = plugin "@acme/probe" could not make monitor "one": no luck
      "
    `);
  });
});

describe("contexts", () => {
  it("of releases come from the file, else --kube-context, else HELM_KUBECONTEXT", async () => {
    const releases = `${sample()}
  - { name: web, namespace: web, context: green, chart: { name: ./chart } }
`;
    const cwd = await createProject({ ...chart, "helmwave.yml": releases });
    const contexts = async (args: string[], env: Record<string, string> = {}) =>
      (await runCli(["list", ...args], { cwd, env })).connected.map(({ context }) => context);
    expect(await contexts([])).toEqual([undefined, "green"]);
    expect(await contexts([], { HELM_KUBECONTEXT: "red" })).toEqual(["red", "green"]);
    expect(await contexts(["--kube-context", "blue"], { HELM_KUBECONTEXT: "red" })).toEqual(["blue", "green"]);
  });
});

it("masks passwords of registries, repositories and charts in whatever is told", async () => {
  const secrets = "hunter22, hunter33, hunter%2044, hunter 44, hunter55";
  const cwd = await createProject({
    ...chart,
    "helmwave.yml": `registries: [{ host: r.example, username: u, password: hunter22 }]
repositories:
  - { name: a, url: "https://u:hunter%2044@example.com", password: hunter33 }
${sample().replace("chart: { name: ./chart }", "chart: { name: ./chart, password: hunter55 }").replace("says: [pass] }", `says: [pass], preflight: "${secrets}" }`)}`,
  });
  const { code, stderr } = await runCli(["up"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("***, ***, ***, ***, ***");
  expect(stderr).not.toContain("hunter");
});
