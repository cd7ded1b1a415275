import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { kubernetesPrograms } from "../cluster/local/programs.js";
import { helmBinary } from "../tools/helm.js";
import { startPrometheus } from "../tools/prometheus.js";
import { outputMismatch } from "./output-mismatch.js";
import { readmeCommands } from "./readme-commands.js";
import { runCommands } from "./run-commands.js";

const examples = join(import.meta.dirname, "../../examples");
const launcher = join(import.meta.dirname, "../../packages/cli/bin/helmwatch.js");
const folders = await readdir(examples, { withFileTypes: true });
const names = folders.filter((one) => one.isDirectory() && one.name !== "charts").map(({ name }) => name);

let folder: string;
let env: Record<string, string>;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "helmwatch-examples-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  await cp(examples, join(folder, "examples"), { recursive: true });
  const bin = join(folder, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "helmwatch"), `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`);
  await chmod(join(bin, "helmwatch"), 0o755);
  const { kubectl } = await kubernetesPrograms({ signal: new AbortController().signal, progress: () => {} });
  const programs = [bin, dirname(await helmBinary(4)), dirname(kubectl)];
  const prometheus = await startPrometheus({ targets: [] });
  stops.push(() => prometheus.stop());
  env = {
    ...{ KUBECONFIG: inject("kubeconfig"), PATH: [...programs, process.env.PATH].join(delimiter) },
    ...{ PROMETHEUS: prometheus.url, HELMWATCH_PARALLEL_LIMIT: "2" },
  };
});

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

describe("the README of an example says what happens", () => {
  it.each(names)("%s", async (name) => {
    const cwd = join(folder, "examples", name);
    const commands = readmeCommands(await readFile(join(cwd, "README.md"), "utf8"));
    expect(commands).not.toEqual([]);
    for (const { command, output, exitCode, printed } of await runCommands(commands, { cwd, env }))
      expect({ command, exitCode, mismatch: outputMismatch(output, printed), printed }).toEqual({
        ...{ command, exitCode: 0, mismatch: undefined, printed },
      });
  });
});
