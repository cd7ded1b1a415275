import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { helmMajors } from "../tools/helm.js";
import { inCluster } from "./in-cluster-world.js";
import { type Scenario, scenario } from "./scenario.js";
import { story } from "./story.js";

async function script({ folder }: Scenario, name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
  await chmod(join(folder, name), 0o755);
}

/** Findings are wrapped to the width of a terminal. */
const unwrapped = (text: string) => text.replace(/\n +(?!=)/g, " ");

describe.each(helmMajors)("with helm %i", (helmMajor) => {
  const it = scenario.extend({ helmMajor });

  it("what it answers is shown, deployed, and deployed again when it is changed", async ({ world }) => {
    const { given, release, run, cluster } = world;
    await script(world, "patch.sh", 'sed "s/version: .*/version: \\"$1\\"/"');
    const keys = { post_renderer: ["./patch.sh", "it's patched"] };
    await given({ releases: [release("app", { version: "plain" }, keys)] });
    expect((await run("manifests")).stdout).toMatch(/version: "?it's patched/);
    expect((await run("diff")).stdout).toMatch(/\+ {3}version: "?it's patched/);
    expect(story((await run("up")).events)).toEqual(["app deployed 1", "exit 0"]);
    expect(await cluster.version("app")).toBe("it's patched");
    expect(story((await run("up")).events)).toEqual(["app unchanged 1", "exit 0"]);

    await script(world, "patch.sh", 'sed "s/version: .*/version: again/"');
    expect((await run("diff")).stdout).toContain("+   version: again");
    expect(story((await run("up")).events)).toEqual(["app deployed 2", "exit 0"]);
    expect(await cluster.version("app")).toBe("again");
  });

  it("is given hooks by Helm 4 only, and told so where the file asks for another way", async ({ world }) => {
    const { given, release, run, cluster, folder } = world;
    await script(world, "count.sh", "tee input.yaml");
    const config = (keys: object) => ({
      releases: [release("app", { tests: true }, { post_renderer: "./count.sh", ...keys })],
    });
    await given(config({}));
    expect((await run("up")).exitCode).toBe(0);
    const seen = await readFile(join(folder, "input.yaml"), "utf8");
    expect(seen.includes("helm.sh/hook: test")).toBe(helmMajor === 4);

    const [can, cannot] = helmMajor === 4 ? ["combined", "nohooks"] : ["nohooks", "combined"];
    await given(config({ post_render_strategy: cannot }));
    const refused = await run("up");
    expect([refused.exitCode, refused.events]).toEqual([2, []]);
    expect(unwrapped(refused.stderr)).toContain(
      `post_render_strategy: ${cannot} does not work with helm ${helmMajor}.`,
    );
    await given(config({ post_render_strategy: can }));
    expect((await run("up")).exitCode).toBe(0);
    expect(await cluster.history("app")).toHaveLength(2);
  });

  it("one that fails is told with its words, and nothing is deployed", async ({ world }) => {
    const { given, release, run, cluster } = world;
    await given({
      releases: [release("app", {}, { post_renderer: ["sh", "-c", "echo no rules for app >&2; exit 3"] })],
    });
    const { events } = await run("up");
    expect(story(events)).toEqual(["app failed HELM_RENDER_FAILED", "exit 1"]);
    expect(events.find((event) => event.type === "release.failed")).toMatchObject({
      error: { message: expect.stringContaining("no rules for app") },
    });
    expect(await cluster.history("app")).toEqual([]);
  });
});

scenario("one that is missing stops everything before anything is touched", async ({ world }) => {
  const { given, release, run, cluster, namespace } = world;
  await given({ releases: [release("ok"), release("app", {}, { post_renderer: ["kustomise-nowhere"] })] });
  const { exitCode, events, stderr } = await run("up");
  expect([exitCode, events]).toEqual([2, []]);
  expect(unwrapped(stderr)).toContain('there is no program "kustomise-nowhere" on PATH or beside the config file');
  expect(await cluster.history("ok")).toEqual([]);

  await script(world, "patch.sh", "cat");
  await given({ releases: [release("app", {}, { post_renderer: ["./patch.sh"] })] });
  await run("build", "--diff-mode", "none");
  await chmod(join(world.folder, "patch.sh"), 0o644);
  const gone = await run("up");
  expect([gone.exitCode, gone.stderr]).toEqual([2, expect.stringContaining("POST_RENDERER_NOT_FOUND")]);

  const helm = await inCluster(4, namespace);
  await chmod(join(world.folder, "patch.sh"), 0o755);
  await given({ helm, releases: [release("app", {}, { post_renderer: ["./patch.sh"] })] });
  const inPod = await run("up", "--build", "--diff-mode", "none");
  expect([inPod.exitCode, inPod.stderr]).toEqual([2, expect.stringContaining("is a program of")]);
});
