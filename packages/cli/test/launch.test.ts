import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { createProject } from "./run-cli.js";

const bin = join(import.meta.dirname, "../bin/helmwatch.js");

beforeAll(() => {
  if (!existsSync(join(import.meta.dirname, "../dist/launch.js"))) throw new Error('run "pnpm build" first');
});

/** A project whose monitors come from a plugin of one file. */
const projectOf = (observe: string, more = "") =>
  createProject({
    "plugin.mjs": `const options = { "~standard": { version: 1, vendor: "x", validate: (value) => ({ value }) } };
export default { api: 1, name: "x", version: "1", monitors: { x: { summary: "", options,
  create: () => ({ async observe(call) { ${observe} }, ${more} }) } } };`,
    "helmwave.yml": `plugins: [./plugin.mjs]
monitors:
  - { name: one, type: x, interval: 0.05, success_threshold: 3, failure_threshold: 2, needs_releases: false, x: {} }
`,
  });

function start(args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  return execa("node", [bin, ...args], { cwd, reject: false, env: { TMPDIR: cwd, CI: "1", ...env } });
}

const workFolders = (cwd: string) => readdirSync(cwd).filter((name) => name.startsWith("helmwatch-"));

describe("the program", () => {
  it("prints its version from any folder", async () => {
    expect(await start(["version"], "/")).toMatchObject({ exitCode: 0, stdout: "0.1.0", stderr: "" });
  });

  it("runs monitors without a cluster, and leaves nothing in the temporary folder", async () => {
    const cwd = await projectOf('return { kind: "verdict", pass: true, why: "" };');
    const { exitCode, stdout, stderr } = await start(["monitor", "run"], cwd);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain("[INFO]: monitor succeeded        monitor: one  streak: 3/3");
    expect(stderr).not.toContain("\x1b");
    expect(workFolders(cwd)).toEqual([]);
  });

  it("reads .env of the folder, but for what is set already", async () => {
    const cwd = await createProject({ ".env": "HELMWAVE_YML=a.yml\nHELMWATCH_LOG_FORMAT=json\n" });
    const { stderr } = await start(["validate"], cwd, { HELMWATCH_LOG_FORMAT: "text" });
    expect(stderr).toContain('there is no config file "a.yml"');
    expect(stderr).toContain("error CONFIG_NOT_FOUND\n");
  });

  it("does not mind a reader that goes away", async () => {
    const cwd = await projectOf('return { kind: "verdict", pass: true, why: "" };');
    const { stdout, stderr } = await execa(
      "bash",
      ["-c", `node ${bin} monitor run -o ndjson | head -n 1; echo "code \${PIPESTATUS[0]}"`],
      { cwd, reject: false },
    );
    expect(stdout).toMatch(/^\{.*"type":"run.started".*\}\ncode 0$/);
    expect(stderr).not.toContain("EPIPE");
  });

  it.each([
    ["TypeScript", "p.ts", "export const a: number = 1;", /this Node runs JavaScript only.*compile it to JavaScript/s],
    ["what does not parse", "p.mjs", "export default {", /SyntaxError/],
  ])("refuses a plugin of %s without a stack", async (_, name, text, message) => {
    const cwd = await createProject({ [name]: text, "helmwave.yml": `plugins: [./${name}]\n` });
    const { exitCode, stderr } = await start(["validate"], cwd);
    // Newer Nodes run TypeScript, and this is a plugin without a default export.
    expect([exitCode, stderr.includes("PLUGIN_BAD_SHAPE") || message.test(stderr)]).toEqual([2, true]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("calls a fault of its own a bug, with the stack", async () => {
    const cwd = await projectOf('setImmediate(() => Promise.reject(new Error("oops"))); return new Promise(() => {});');
    const { exitCode, stderr } = await start(["monitor", "run"], cwd);
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(/\[FATAL\]: this is a bug in helmwatch.*Error: oops\n\s+at /s);
    expect(workFolders(cwd)).toEqual([]);
  });
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends the run with exit code %i", async (signal, code) => {
    const cwd = await projectOf(
      'return { kind: "verdict", pass: false, why: "" };'.replace("false", "call.attempt % 2 === 0"),
    );
    const run = start(["monitor", "run"], cwd);
    run.stderr.once("data", () => run.kill(signal));
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(code);
    expect(stderr).toContain(`[FATAL]: monitoring stopped by ${signal}`);
    expect(workFolders(cwd)).toEqual([]);
  });

  it("twice leaves at once, without a trace but for what is told", async () => {
    const cwd = await projectOf("return new Promise(() => {});", "dispose: () => new Promise(() => {}),");
    const run = start(["monitor", "run", "--log-level", "debug"], cwd);
    let seen = "";
    run.stderr.on("data", (chunk) => {
      seen += chunk;
      if (seen.includes("monitor started")) run.kill("SIGINT");
    });
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("[FATAL]: left at once by a second SIGINT");
    expect(workFolders(cwd)).toEqual([]);
  });
});
