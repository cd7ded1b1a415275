import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createCgroup } from "../cluster/local/cgroup.js";
import { localClusterObstacle } from "../cluster/local/obstacle.js";
import { processIdentity } from "../cluster/local/process-identity.js";
import { claimRunDirectory } from "../cluster/local/run-directory.js";

/** A cache folder of this test, with a run directory of that owner. */
async function runDirectoryOf(owner: string): Promise<string> {
  const cache = await mkdtemp(join(tmpdir(), "helmwatch-run-directory-"));
  vi.stubEnv("HELMWATCH_E2E_CACHE", cache);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  });
  const path = join(cache, "clusters/57");
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "owner"), owner);
  return path;
}

const ours = processIdentity(process.pid)!;
/** A process of the same number that began at another time: what is left of it is not ours, and it is dead. */
const crashed = ours.replace(/\d+$/, "1");

test.skipIf(localClusterObstacle())(
  "a start removes the directory and the control groups of a run that crashed",
  async () => {
    const path = await runDirectoryOf(crashed);
    const cgroup = `helmwatch-e2e-57-${process.pid}`;
    await createCgroup(cgroup);
    const groups = ["/sys/fs/cgroup", "/sys/fs/cgroup/memory"].map((parent) => join(parent, cgroup));
    expect(groups.some(existsSync)).toBe(true);

    await claimRunDirectory();

    expect(existsSync(path)).toBe(false);
    expect(groups.some(existsSync)).toBe(false);
  },
);

test("a start leaves a running cluster alone", async () => {
  const path = await runDirectoryOf(ours);
  await claimRunDirectory();
  expect(existsSync(path)).toBe(true);
});

test("each start gets a number of its own", async () => {
  await runDirectoryOf(ours);
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimRunDirectory()));
  expect(new Set(claims.map(({ nodeAddress }) => nodeAddress)).size).toBe(8);
});
