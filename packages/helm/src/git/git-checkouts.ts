import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import type { Clock, HelmResult } from "@helmwatch/core/plugin";
import type { GitSource } from "../chart/chart-source.js";
import { retryTransient } from "../retry/retry-transient.js";
import { type GitAccess, gitEnvironment } from "./git-environment.js";
import { gitFailure } from "./git-failure.js";

/** The files of one commit. */
export interface GitCheckout {
  /** Absolute, private to this run; without `.git`. */
  readonly folder: string;
  /** In hex. */
  readonly commit: string;
  /** Links, relative to the folder, that led out of it: they were removed, since they would show files of this machine. */
  readonly foreignLinks: readonly string[];
}

export interface GitCheckouts {
  /** Fetches each ref of a repository once, however many ask. Throws GIT_NOT_FOUND, GIT_FETCH_FAILED. */
  use(source: Pick<GitSource, "url" | "ref">, access: GitAccess, signal: AbortSignal): Promise<GitCheckout>;
}

const deadlineMs = 600_000;
const program = {
  binary: "git",
  where: "git",
  hint: "Charts from git need the git program, 2.31 or newer, on PATH.",
  codes: { missing: "GIT_NOT_FOUND", failed: "GIT_FETCH_FAILED" },
} as const;
/** A server without protocol 2 may refuse these; then everything is fetched. */
const refusesShort = /shallow capabilities|unadvertised object|dumb http/i;

export interface GitOptions {
  /** The user's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Where checkouts are put; the caller removes it. */
  readonly directory: string;
}

export function gitCheckouts({ env, clock, directory }: GitOptions): GitCheckouts {
  const made = new Map<string, Promise<GitCheckout>>();

  async function checkout(
    { url, ref }: Pick<GitSource, "url" | "ref">,
    access: GitAccess,
    signal: AbortSignal,
  ): Promise<GitCheckout> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const place = await mkdtemp(join(directory, "git-"));
    const [repository, folder] = [join(place, "repository"), join(place, "tree")];
    await mkdir(folder);
    const variables = gitEnvironment(env, url, access);
    const { runProgram } = await import("../program/run-program.js"); // Starts programs: no charts, no cost.
    const run = async (...argv: string[]): Promise<HelmResult> => {
      const all = [`--git-dir=${repository}`, ...argv];
      return runProgram(program, { argv: all, env: variables, deadlineMs, interruptible: true }, clock, signal);
    };
    const subject = `fetching ${ref === undefined ? "" : `"${ref}" of `}git repository "${url}"`;
    const git = async (...argv: string[]): Promise<string> => {
      const result = await run(...argv);
      if (result.ended !== "exit" || result.exitCode !== 0) throw gitFailure(subject, { deadlineMs }, result);
      return result.stdout.trim();
    };

    const fetch = async (): Promise<string> => {
      const common = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance"];
      const short = await run(...common, "--depth=1", "--", url, ref ?? "HEAD");
      if (short.ended === "exit" && short.exitCode === 0) return "FETCH_HEAD";
      if (!refusesShort.test(short.stderr)) throw gitFailure(subject, { deadlineMs }, short);
      const all = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*", "+HEAD:refs/remotes/origin/HEAD"];
      await git(...common, "--", url, ...all);
      return ref ?? "refs/remotes/origin/HEAD";
    };

    await git("init", "--quiet", "--bare", "--template=", "--", repository);
    const fetched = await retryTransient(clock, signal, fetch);
    const commit = await git("rev-parse", "--verify", "--end-of-options", `${fetched}^{commit}`);
    await git(`--work-tree=${folder}`, "checkout", "--quiet", "--force", commit, "--", ".");
    const listed = await git(`--work-tree=${folder}`, "ls-files", "--stage", "-z");
    const links = listed.split("\0").flatMap((line) => /^120000 \S+ \d\t(.+)$/s.exec(line)?.[1] ?? []);
    await rm(repository, { recursive: true, force: true });
    return { folder, commit, foreignLinks: await removeForeign(folder, links) };
  }

  return {
    use({ url, ref }, access, signal) {
      const key = JSON.stringify([url, ref, access]);
      let entry = made.get(key);
      if (!entry) {
        entry = checkout({ url, ...(ref === undefined ? {} : { ref }) }, access, signal);
        made.set(key, entry);
      }
      return entry;
    },
  };
}

async function removeForeign(folder: string, links: readonly string[]): Promise<string[]> {
  const root = await realpath(folder);
  const targets = await Promise.all(links.map((link) => realpath(join(root, link)).catch(() => root)));
  const foreign = links.filter((_, at) => !`${targets[at]}${sep}`.startsWith(`${root}${sep}`));
  for (const link of foreign) await rm(join(root, link));
  return foreign;
}
