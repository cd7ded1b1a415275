import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const script = join(import.meta.dirname, "../cluster/kind/runc.sh");

const capabilities = (...names: string[]) => ({ bounding: names, effective: [...names].reverse() });

test.each([
  ["a container", "config.json", (folder: string) => ["create", "--bundle", folder, "--pid-file", "p", "id"]],
  ["a process in it", "process", (folder: string) => ["exec", "--process", join(folder, "process"), "id"]],
])("runc.sh starts %s as runc would, without one capability", async (_, file, args) => {
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-runc-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "bin"));
  await writeFile(join(folder, "bin/runc"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const asked = capabilities("CAP_SYS_RESOURCE", "CAP_KILL", "CAP_SYS_ADMIN");
  await writeFile(join(folder, file), JSON.stringify(asked));

  const run = await execa(script, args(folder), { env: { PATH: `${join(folder, "bin")}:${process.env.PATH}` } });

  expect(run.stdout).toBe(args(folder).join(" "));
  expect(JSON.parse(await readFile(join(folder, file), "utf8"))).toEqual(capabilities("CAP_KILL", "CAP_SYS_ADMIN"));
});
