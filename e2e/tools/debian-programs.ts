import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { execa } from "execa";
import { type Progress, withProgress } from "./progress.js";

/** Programs that the world of the tests is made of, and the Debian package each comes from. */
const packages = {
  busybox: "busybox-static",
  containerd: "containerd",
  "docker-registry": "docker-registry",
  etcd: "etcd-server",
  ip: "iproute2",
  iptables: "iptables",
  nsenter: "util-linux",
  openssl: "openssl",
  prometheus: "prometheus",
  runc: "runc",
  "/usr/lib/cni/ptp": "containernetworking-plugins",
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
  const apt = find("apt-get");
  if (apt === undefined || process.getuid?.() !== 0) {
    throw new Error(
      `these programs are missing: ${missing.join(", ")}\n` +
        `On Debian, install them as root: apt-get install --no-install-recommends ${wanted.join(" ")}`,
    );
  }
  const aptGet = (...args: string[]) =>
    execa(apt, ["-o", "DPkg::Lock::Timeout=300", "-y", ...args], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
      cancelSignal: signal,
    });
  await withProgress(`installing Debian packages: ${wanted.join(", ")}`, progress, () =>
    withoutStartingServices(async () => {
      const install = () => aptGet("install", "--no-install-recommends", ...wanted);
      try {
        // A fresh machine has no package lists, an old one has stale ones.
        await install().catch(async () => {
          await aptGet("update");
          await install();
        });
      } catch (error) {
        signal.throwIfAborted();
        const { stderr } = error as { stderr?: string };
        throw new Error(`apt-get could not install ${wanted.join(" ")}:\n${stderr ?? error}`, { cause: error });
      }
    }),
  );
}

/** Debian starts the service of a package as it installs it, unless this file says no. We run our own. */
async function withoutStartingServices(work: () => Promise<void>): Promise<void> {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return work();
  await writeFile(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await work();
  } finally {
    await rm(policy, { force: true });
  }
}
