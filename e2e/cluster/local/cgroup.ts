import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const mountPoint = "/sys/fs/cgroup";

/** Makes the control groups under which kubelet and containerd put those of the pods. */
export async function createCgroup(name: string): Promise<void> {
  if (existsSync(join(mountPoint, "cgroup.controllers"))) return createUnified(name);
  // cgroup v1: one hierarchy for each controller.
  for (const hierarchy of await readdir(mountPoint)) {
    if (existsSync(join(mountPoint, hierarchy, "cgroup.procs"))) {
      await mkdir(join(mountPoint, hierarchy, name), { recursive: true });
    }
  }
}

/** cgroup v2 hands each controller down by hand; one that this machine does not have is not needed. */
async function createUnified(name: string): Promise<void> {
  const group = join(mountPoint, name);
  await mkdir(group, { recursive: true });
  for (const parent of [mountPoint, group]) {
    for (const controller of ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"]) {
      await writeFile(join(parent, "cgroup.subtree_control"), `+${controller}`).catch(() => {});
    }
  }
}
