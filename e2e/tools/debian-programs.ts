import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "./cache-directory.js";
import { type Progress, withProgress } from "./progress.js";

/** Programs that the world of the tests is made of, and the Debian package each comes from. */
const packages = {
  busybox: "busybox-static",
  containerd: "containerd",
  docker: "docker.io",
  "docker-registry": "docker-registry",
  dockerd: "docker.io",
  etcd: "etcd-server",
  git: "git",
  gpg: "gnupg",
  ip: "iproute2",
  iptables: "iptables",
  mmdebstrap: "mmdebstrap",
  nsenter: "util-linux",
  openssl: "openssl",
  prometheus: "prometheus",
  runc: "runc",
  "/usr/lib/cni/ptp": "containernetworking-plugins",
  "/usr/lib/git-core/git-http-backend": "git",
} as const;

export type DebianProgram = keyof typeof packages;

/** Administrators' programs are not on everybody's PATH. */
const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];

const find = (program: string) =>
  (isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program))).find(existsSync);

/** Paths of the programs, in order; installs the packages of those that are missing. */
export async function debianPrograms<const Programs extends readonly DebianProgram[]>(
  programs: Programs,
  { signal, progress }: { signal: AbortSignal; progress: Progress },
): Promise<{ [Index in keyof Programs]: string }> {
  const missing: DebianProgram[] = [];
  for (const program of programs) if (!(await usable(program))) missing.push(program);
  if (missing.length > 0) await install(missing, signal, progress);
  return programs.map((program) => find(program)!) as { [Index in keyof Programs]: string };
}

/** Containers get busybox alone, without libraries, so one that is linked dynamically (Debian's `busybox`) is no good. */
async function usable(program: DebianProgram): Promise<boolean> {
  const path = find(program);
  if (path === undefined || program !== "busybox") return path !== undefined;
  return (await execa("ldd", [path], { reject: false })).failed;
}

async function install(missing: readonly DebianProgram[], signal: AbortSignal, progress: Progress): Promise<void> {
  const wanted = [...new Set(missing.map((program) => packages[program]))];
  if (find("apt-get") === undefined || process.getuid?.() !== 0) {
    throw new Error(
      `these programs are missing: ${missing.join(", ")}\n` +
        `On Debian, install them as root: apt-get install --no-install-recommends ${wanted.join(" ")}`,
    );
  }
  // To the end, even if we leave before: dpkg does not like to be interrupted.
  await mkdir(cacheDirectory(), { recursive: true });
  const log = join(cacheDirectory(), "apt.log");
  const { failed } = await withProgress(`installing Debian packages: ${wanted.join(", ")}`, progress, () =>
    execa("sh", [join(import.meta.dirname, "install-packages.sh"), log, ...wanted], {
      stdio: "ignore",
      detached: true,
      cleanup: false,
      reject: false,
    }),
  );
  signal.throwIfAborted();
  if (failed) throw new Error(`apt-get could not install ${wanted.join(" ")}: see the end of ${log}`);
}
