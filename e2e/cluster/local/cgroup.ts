import { existsSync } from "node:fs";
import { mkdir, readdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const mountPoint = "/sys/fs/cgroup";

/** One hierarchy that holds everything (cgroup v2), or one for each controller (v1). */
async function hierarchies(): Promise<string[]> {
  if (existsSync(join(mountPoint, "cgroup.controllers"))) return [mountPoint];
  const names = await readdir(mountPoint);
  return names.map((name) => join(mountPoint, name)).filter((path) => existsSync(join(path, "cgroup.procs")));
}

/** Makes the group under which kubelet and containerd put those of the pods. */
export async function createCgroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const group = join(hierarchy, name);
    await mkdir(group, { recursive: true });
    if (hierarchy !== mountPoint) continue;
    // v2 hands each controller down by hand; one that this machine does not have is not needed.
    for (const parent of [hierarchy, group]) {
      for (const controller of ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"]) {
        await writeFile(join(parent, "cgroup.subtree_control"), `+${controller}`).catch(() => {});
      }
    }
  }
}

/** Removes the group with all below it, once the processes in it (which were killed already) are gone. */
export async function removeCgroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) await removeTree(join(hierarchy, name), Date.now() + 5_000);
}

async function removeTree(group: string, deadline: number): Promise<void> {
  if (!existsSync(group)) return;
  const entries = await readdir(group, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(group, entry.name), deadline);
  for (;;) {
    try {
      return await rmdir(group);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      if (code !== "EBUSY" || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
