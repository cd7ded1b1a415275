import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock, systemClock } from "@helmwatch/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitCheckouts } from "./git-checkouts.js";

const never = new AbortController().signal;
const author = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" };
const env = { PATH: process.env.PATH!, HOME: "/nonexistent" };
let folder = "";
let work = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "git-"));
  work = join(folder, "work");
  mkdirSync(work);
  git("init", "--quiet", "--initial-branch=main");
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...argv: string[]): string {
  return execFileSync("git", argv, { cwd: work, env: { ...env, ...author }, encoding: "utf8" }).trim();
}

function commit(text: string): string {
  mkdirSync(join(work, "charts/web"), { recursive: true });
  writeFileSync(join(work, "charts/web/values.yaml"), text);
  git("add", "--all");
  git("commit", "--quiet", "--message", text);
  return git("rev-parse", "HEAD");
}

const checkouts = (more: Record<string, string> = {}) =>
  gitCheckouts({ env: { ...env, ...more }, clock: systemClock, directory: join(folder, "charts") });
const url = () => `file://${work}`;
const values = (of: { folder: string }) => readFileSync(join(of.folder, "charts/web/values.yaml"), "utf8");

describe("a checkout", () => {
  it.each([
    ["a branch", "release/1"],
    ["a tag", "v1"],
    ["an annotated tag", "v1-signed"],
    ["a commit", undefined],
  ])("is of %s", async (_, name) => {
    const first = commit("one");
    git("tag", "v1");
    git("tag", "--annotate", "v1-signed", "--message", "x");
    git("branch", "release/1");
    commit("two");
    const made = await checkouts().use({ url: url(), ref: name ?? first }, {}, never);
    expect([made.commit, values(made)]).toEqual([first, "one"]);
    expect(readdirSync(made.folder)).toEqual(["charts"]);
  });

  it("without a ref is of the repository's HEAD", async () => {
    const head = commit("one");
    expect(await checkouts().use({ url: url() }, {}, never)).toMatchObject({ commit: head });
  });

  it("is made once, however many want it", async () => {
    commit("one");
    const { use } = checkouts();
    const [one, two] = await Promise.all([use({ url: url() }, {}, never), use({ url: url() }, {}, never)]);
    expect(one).toBe(two);
    expect(readdirSync(join(folder, "charts"))).toHaveLength(1);
  });

  it("has only the newest commit fetched, and none of the submodules", async () => {
    commit("one");
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url(), "sub");
    commit("two");
    const log = join(folder, "log");
    const made = await checkouts({ GIT_TRACE2_EVENT: log }).use({ url: url() }, {}, never);
    expect(readdirSync(join(made.folder, "sub"))).toEqual([]);
    expect(existsSync(log)).toBe(false); // Nor is git told what the user asks of it elsewhere.
  });

  it("is of another repository than the one whose hook helmwatch runs in", async () => {
    const head = commit("one");
    const hook = { GIT_DIR: "/nowhere", GIT_WORK_TREE: "/nowhere", GIT_INDEX_FILE: "/nowhere/index" };
    expect(await checkouts(hook).use({ url: url() }, {}, never)).toMatchObject({ commit: head });
  });

  it("loses links that lead out of the repository, and keeps others", async () => {
    mkdirSync(join(work, "charts/web"), { recursive: true });
    symlinkSync("/etc/hostname", join(work, "charts/web/secret"));
    symlinkSync(`${"../".repeat(20)}etc`, join(work, "charts/web/etc"));
    symlinkSync("values.yaml", join(work, "charts/web/same"));
    commit("one");
    const made = await checkouts().use({ url: url() }, {}, never);
    expect(made.foreignLinks).toEqual(["charts/web/etc", "charts/web/secret"]);
    expect(readdirSync(join(made.folder, "charts/web"))).toEqual(["same", "values.yaml"]);
  });

  it("reads over ssh as the user's own ssh does it, and nobody is asked", async () => {
    commit("one");
    const ssh = join(folder, "ssh");
    writeFileSync(ssh, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/argv\nexec sh -c "git-upload-pack '${work}'"\n`);
    chmodSync(ssh, 0o755);
    const made = await checkouts({ GIT_SSH: ssh }).use({ url: "ssh://git@host:22/charts.git" }, {}, never);
    expect(values(made)).toBe("one");
    expect(readFileSync(join(folder, "argv"), "utf8")).toContain("git@host\n");
  });
});

describe("what cannot be fetched", () => {
  it.each([
    ["a ref that is not there", "nope", "there is no such branch, tag or commit (couldn't find remote ref nope)"],
    ["a commit that is not there", "0".repeat(40), "there is no such branch, tag or commit"],
  ])("is told: %s", async (_, ref, message) => {
    commit("one");
    const fetching = checkouts().use({ url: url(), ref }, {}, never);
    await expect(fetching).rejects.toMatchObject({ code: "GIT_FETCH_FAILED" });
    await expect(fetching).rejects.toThrow(message);
  });

  it("is told: a repository that is not there", async () => {
    const fetching = checkouts().use({ url: `file://${folder}/nope` }, {}, never);
    await expect(fetching).rejects.toThrow("there is no such repository");
  });

  it("is told: a machine without git", async () => {
    const fetching = checkouts({ PATH: folder }).use({ url: url() }, {}, never);
    await expect(fetching).rejects.toMatchObject({ code: "GIT_NOT_FOUND" });
  });

  it("is told: a transport that runs programs, which not even a setting of the user can bring in", async () => {
    const settings = {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "url.ext::sh.insteadOf",
      GIT_CONFIG_VALUE_0: "ssh://x",
    };
    const fetching = checkouts({ ...settings, GIT_ALLOW_PROTOCOL: "ext" }).use({ url: "ssh://x/y" }, {}, never);
    await expect(fetching).rejects.toThrow("transport 'ext' not allowed");
  });

  it("ends with the run that wanted it", async () => {
    const ssh = join(folder, "ssh");
    writeFileSync(ssh, '#!/bin/sh\ntouch "$0.started"\nexec sleep 20\n');
    chmodSync(ssh, 0o755);
    const stop = new AbortController();
    const fetching = checkouts({ GIT_SSH: ssh }).use({ url: "ssh://host/x" }, {}, stop.signal);
    fetching.catch(() => {});
    while (!existsSync(`${ssh}.started`)) await new Promise((resolve) => setTimeout(resolve, 10));
    stop.abort();
    await expect(fetching).rejects.toThrow("it was interrupted");
  });

  it("ends after ten minutes", async () => {
    const ssh = join(folder, "ssh");
    writeFileSync(ssh, '#!/bin/sh\ntouch "$0.started"\nexec sleep 20\n');
    chmodSync(ssh, 0o755);
    const clock = fakeClock();
    const { use } = gitCheckouts({ env: { ...env, GIT_SSH: ssh }, clock, directory: join(folder, "charts") });
    const fetching = use({ url: "ssh://host/x" }, {}, never);
    fetching.catch(() => {});
    while (!existsSync(`${ssh}.started`)) await new Promise((resolve) => setTimeout(resolve, 10));
    await clock.advance(600_000);
    const ended = fetching.then(...[0, 1].map(() => () => true));
    while (!(await Promise.race([ended, clock.advance(1_000).then(() => false)])));
    await expect(fetching).rejects.toThrow("git did not end within 600s and was stopped");
  });
});
