import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { cacheDirectory } from "../../tools/cache-directory.js";
import { removeCgroup } from "./cgroup.js";
import { isAlive, processIdentity } from "./process-identity.js";

/** Everything that one cluster must not share with another follows from its number. */
export interface RunDirectory {
  readonly path: string;
  readonly logs: string;
  readonly link: string;
  readonly cgroup: string;
  /** The two ends of the link, a /30. */
  readonly hostAddress: string;
  readonly nodeAddress: string;
}

const most = 60;

function runDirectory(number: number): RunDirectory {
  const path = join(cacheDirectory(), "clusters", String(number));
  // 198.18.0.0/15 is for tests of networks (RFC 2544): no office or VPN uses it, and Kubernetes accepts it.
  const network = `198.18.${number}`;
  return {
    path,
    logs: join(path, "logs"),
    link: `helmwatch${number}`,
    cgroup: `helmwatch-e2e-${number}`,
    hostAddress: `${network}.1`,
    nodeAddress: `${network}.2`,
  };
}

/** Takes the first free number, after removing what crashed runs left behind. */
export async function claimRunDirectory(): Promise<RunDirectory> {
  await removeStale();
  for (let number = 1; number <= most; number++) {
    const run = runDirectory(number);
    if (isUsedElsewhere(run)) continue;
    await mkdir(join(run.path, ".."), { recursive: true, mode: 0o700 });
    try {
      await mkdir(run.path, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw error;
    }
    await writeFile(join(run.path, "owner"), processIdentity(process.pid)!);
    await mkdir(run.logs);
    return run;
  }
  throw new Error(`all ${most} local clusters of ${cacheDirectory()}/clusters are running`);
}

/** Clusters of another cache folder have the same numbers; what they use shows on the machine. */
function isUsedElsewhere({ link, hostAddress }: RunDirectory): boolean {
  const interfaces = networkInterfaces();
  return (
    link in interfaces || Object.values(interfaces).some((all) => all?.some(({ address }) => address === hostAddress))
  );
}

export async function removeRunDirectory(run: RunDirectory, { keepLogs }: { keepLogs: boolean }): Promise<void> {
  await removeCgroup(run.cgroup);
  if (keepLogs) {
    await rm(failedLogs(), { recursive: true, force: true });
    await rename(run.logs, failedLogs());
  }
  await rm(run.path, { recursive: true, force: true });
}

/** The logs of the last start that failed. */
export const failedLogs = () => join(cacheDirectory(), "failed-start");

async function removeStale(): Promise<void> {
  const clusters = join(cacheDirectory(), "clusters");
  if (!existsSync(clusters)) return;
  for (const name of await readdir(clusters)) {
    const run = runDirectory(Number(name));
    if (!(await isStale(run.path))) continue;
    // The kernel ended its processes along with their owner (see init.sh). The rename lets only one of us go on.
    const aside = `${run.path}.stale`;
    try {
      await rename(run.path, aside);
    } catch {
      continue;
    }
    await removeCgroup(run.cgroup);
    await rm(aside, { recursive: true, force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    return !isAlive(await readFile(join(path, "owner"), "utf8"));
  } catch {
    // Being claimed at this moment, or its owner died right there.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    return age > 60_000;
  }
}
