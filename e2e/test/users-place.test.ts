import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { claimUsersPlace } from "../cluster/kind/users-place.js";

const call = { signal: new AbortController().signal, progress: () => {} };
let folder: string;
let kind: string;

/** A kind that has one cluster, `theirs`, and writes down what else it is asked for. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "helmwatch-users-place-"));
  vi.stubEnv("HELMWATCH_E2E_CACHE", join(folder, "cache"));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
  kind = join(folder, "kind");
  await writeFile(kind, `#!/bin/sh\n[ "$1" = get ] && echo theirs || echo "$@" >>${folder}/asked\n`);
  await chmod(kind, 0o755);
});

const asked = () => readFile(join(folder, "asked"), "utf8").catch(() => "");

test("a cluster of the user's is neither used nor deleted", async () => {
  await expect(claimUsersPlace({ kind, name: "theirs" }, call)).rejects.toThrow(
    "there is a kind cluster theirs already",
  );
  expect(await asked()).toBe("");
});

test("ours is deleted at the end, once", async () => {
  const place = await claimUsersPlace({ kind, name: "ours", kubernetes: "1.36" }, call);
  expect(place.image).toMatch(/^kindest\/node:v1\.36\.\d+@sha256:/);
  await place.remove();
  expect(await asked()).toBe("delete cluster --name ours\n");
});

test("ours is deleted when the process that made it is killed", async () => {
  const module = join(import.meta.dirname, "../cluster/kind/users-place.ts");
  const program = `import { claimUsersPlace } from ${JSON.stringify(module)};
    await claimUsersPlace({ kind: ${JSON.stringify(kind)}, name: "ours" }, {});
    process.kill(process.pid, "SIGKILL");`;
  await writeFile(join(folder, "program.mts"), program);
  const tsx = join(import.meta.dirname, "../node_modules/.bin/tsx");
  await execa(tsx, [join(folder, "program.mts")], { reject: false });
  await expect.poll(asked, { timeout: 5_000 }).toBe("delete cluster --name ours\n");
});

test("a Kubernetes version without a public image is refused", async () => {
  await expect(claimUsersPlace({ kind, kubernetes: "1.12" }, call)).rejects.toThrow(
    "Kubernetes 1.12: expected one of 1.37, 1.36, 1.35, 1.34",
  );
});
