import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fakeHelm } from "../../test/fake-helm.js";
import { plainRelease } from "../../test/plain-release.js";
import { capabilities } from "../capability/capabilities.js";
import { connectHelm } from "../program/connect-helm.js";
import type { PostRenderer } from "../release/helm-release.js";
import { renderRelease } from "../render/render-release.js";
import { preparePostRenderer } from "./prepare-post-renderer.js";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "helmwatch-post-"));
});
afterAll(() => rm(home, { recursive: true }));

const signal = new AbortController().signal;
const env = { PATH: process.env.PATH ?? "", HELM_PLUGINS: "/users" };
const connect = (helm = fakeHelm("4.3.1")) => connectHelm({ executor: helm, home, env });
const prepare = (version: string, postRenderer?: PostRenderer) =>
  preparePostRenderer(connect(), plainRelease(postRenderer ? { postRenderer } : {}), capabilities(version));

it("tells helm nothing where there is none", async () => {
  expect(await prepare("4.3.1")).toEqual({ argv: [], env: {} });
});

it("gives Helm 3 the program and its arguments", async () => {
  const { argv, env } = await prepare("3.22.0", { argv: ["./p.sh", "--set", "a b"], program: "/c/p.sh" });
  expect([argv, env]).toEqual([
    ["--post-renderer", "/c/p.sh", "--post-renderer-args=--set", "--post-renderer-args=a b"],
    {},
  ]);
});

it("gives Helm 4 a plugin that starts the program with just these arguments, before those of the user", async () => {
  const words = ["", "a b", "it's", '$HOME "x"', "`id`", "\\n"];
  const { argv, env } = await prepare("4.3.1", { argv: ["printf", "[%s]\\n", ...words] });
  expect(argv).toEqual(["--post-renderer", "helmwatch-post-renderer"]);
  const [folder = "", users] = env.HELM_PLUGINS!.split(":");
  expect(users).toBe("/users");
  const { stdout } = await execa("sh", [join(folder, "helmwatch-post-renderer", "run")], { env });
  expect(stdout).toBe(words.map((word) => `[${word}]`).join("\n"));
  expect((await stat(folder)).mode & 0o077).toBe(0);
});

it("puts what a failed program said into the error that Helm 4 keeps it from", async () => {
  const helm = fakeHelm("4.3.1", async ({ env }) => {
    const script = join(env.HELM_PLUGINS!.split(":")[0]!, "helmwatch-post-renderer", "run");
    const { exitCode } = await execa("sh", [script], { env, extendEnv: false, reject: false });
    const stderr = `Error: UPGRADE FAILED: error while running post render on files: plugin "x" exited with error\n`;
    return { exitCode: exitCode ?? 1, stderr };
  });
  const release = plainRelease({ postRenderer: { argv: ["sh", "-c", "echo one >&2; echo 'cost $5' >&2; exit 3"] } });
  await expect(renderRelease(connect(helm), release, "server", signal)).rejects.toMatchObject({
    code: "HELM_RENDER_FAILED",
    message: expect.stringMatching(/its post_renderer failed \(.*plugin "x" exited with error: one; cost \$5\)/),
  });
});

it.each(["server", "client"] as const)("is asked also for what is only shown (%s)", async (mode) => {
  const helm = fakeHelm("3.22.0", () => ({ stdout: "MANIFEST:\na: 1\n" }));
  const release = plainRelease({ postRenderer: { argv: ["p"] } });
  await renderRelease(connectHelm({ executor: helm, home, env }), release, mode, signal);
  expect(helm.commands.at(-1)!.argv.join(" ")).toContain("--post-renderer p");
});
