import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FakeClock, fakeClock } from "@helmwatch/testkit";
import { onTestFinished } from "vitest";
import { main } from "../src/main.js";
import type { KubeOptions, Output, StopSignal, World } from "../src/world/world.js";
import { type FakeCluster, fakeCluster } from "./fake-cluster.js";

export const fixtures = join(dirname(fileURLToPath(import.meta.url)), "fixtures");

/** A folder with these files, and the strangers' plugins installed in it; gone after the test. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-cli-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(fixtures, "acme-helm"), join(folder, "node_modules/@acme/helm-fake"), { recursive: true });
  await cp(join(fixtures, "acme-monitors"), join(folder, "node_modules/@acme/monitors"), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: World["env"];
  readonly cluster?: FakeCluster;
  /** Whether stdout and stderr are a terminal of 80 columns. */
  readonly terminal?: boolean;
  /** Stands still but for the test; by default time runs as fast as the CLI lets it. */
  readonly clock?: FakeClock;
}

export interface CliRun {
  readonly code: Promise<number>;
  stdout(): string;
  stderr(): string;
  /** What went to either, in order. */
  both(): string;
  /** Sends a signal. */
  signal(name: StopSignal): void;
  /** Resolves once something was written. */
  written(text: string): Promise<void>;
  /** What access to a cluster was asked for with. */
  readonly connected: readonly KubeOptions[];
  /** Codes of exits at once. */
  readonly exits: readonly number[];
}

/** Starts the CLI in this process. */
export function startCli(args: readonly string[], options: CliOptions): CliRun {
  const written: { to: "stdout" | "stderr"; text: string }[] = [];
  const listeners = new Set<(signal: StopSignal) => void>();
  const exits: number[] = [];
  const connected: KubeOptions[] = [];
  const output = (to: "stdout" | "stderr"): Output => ({
    isTerminal: options.terminal ?? false,
    write: (text) => void written.push({ to, text }),
    columns: () => 80,
    rows: () => 24,
  });
  const cluster = options.cluster ?? fakeCluster();
  const clock = options.clock ?? fakeClock(Date.parse("2026-01-02T03:04:05Z"));
  const world: World = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: options.env ?? {},
    cwd: options.cwd,
    clock,
    connectKube: async (options) => {
      connected.push(options);
      return { ...cluster, context: options.context ?? cluster.context };
    },
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onCrash: () => () => {},
    onExit: () => () => {},
    exit: (code) => void exits.push(code),
  };
  const text = (from?: "stdout" | "stderr") =>
    written
      .filter(({ to }) => from === undefined || to === from)
      .map(({ text }) => text)
      .join("")
      .replaceAll(options.cwd, "<project>");
  const code = main(args, world);
  if (!options.clock) void run(clock, code);
  return {
    code,
    stdout: () => text("stdout"),
    stderr: () => text("stderr"),
    both: () => text(),
    signal: (name) => {
      for (const listener of listeners) listener(name);
    },
    async written(wanted) {
      for (const start = Date.now(); !text().includes(wanted); await tick())
        if (Date.now() - start > 4000) throw new Error(`nobody wrote ${JSON.stringify(wanted)}:\n${text()}`);
    },
    exits,
    connected,
  };
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Moves the clock on, whenever something waits for it, until the work has ended. */
async function run(clock: FakeClock, work: Promise<unknown>): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  work.then(end, end);
  while (!ended) await (clock.pending() > 0 ? clock.advance(10) : tick());
}

/** Runs the CLI to its end. */
export async function runCli(args: readonly string[], options: CliOptions) {
  const run = startCli(args, options);
  const code = await run.code;
  return { code, stdout: run.stdout(), stderr: run.stderr(), both: run.both(), connected: run.connected };
}
