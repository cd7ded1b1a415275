import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { gitRepository } from "../test/git-repository.js";
import { serveGit } from "../test/git-server.js";
import { scenario } from "./scenario.js";
import { story } from "./story.js";

const credentials = { username: "ann", password: "swordfish+10" };

scenario(
  "releases of one repository are deployed from one fetch, and a branch that moves is deployed anew",
  async ({ world }) => {
    const { folder, given, release, run, cluster } = world;
    const git = await gitRepository(join(folder, "git"), { "charts/app": join(folder, "chart") });
    const server = await serveGit(join(folder, "git"), credentials);
    const address = `git+${server.url.replace("//", `//ann:${encodeURIComponent(credentials.password)}@`)}/.git`;
    const chart = `${address}?ref=main&path=charts/app`;
    await given({ releases: [release("a", { version: "1" }, { chart }), release("b", { version: "2" }, { chart })] });

    const first = await run("up", "--build", "--update-lock", "--log-level", "debug");
    expect(story(first.events).sort()).toEqual(["a deployed 1", "b deployed 1", "exit 0"]);
    expect(await cluster.version("b")).toBe("2");
    expect(server.fetches()).toBe(1);
    expect(first.stderr).toContain(`Commit: ${await git("rev-parse", "HEAD")}`);
    for (const text of [first.stdout, first.stderr, JSON.stringify(first.events)])
      expect(text).not.toMatch(/swordfish/);

    expect(story((await run("up", "--build")).events).sort()).toEqual(["a unchanged 1", "b unchanged 1", "exit 0"]);

    // The lock holds on to the commit; without it the branch is followed.
    await mkdir(join(folder, "git/charts/app/files"));
    await writeFile(join(folder, "git/charts/app/files/more.txt"), "more");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "two");
    expect(story((await run("up", "--build")).events).sort()).toEqual(["a unchanged 1", "b unchanged 1", "exit 0"]);
    const updated = await run("up", "--build", "--update-lock");
    expect(story(updated.events).sort()).toEqual(["a deployed 2", "b deployed 2", "exit 0"]);
  },
);
