import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { cacheDirectory } from "../../tools/cache-directory.js";
import { isAlive, processId, processIdentity } from "./process-identity.js";

/** What one cluster must not share with another on this machine: all follows from its number and its owner. */
export interface RunDirectory {
  readonly number: number;
  readonly path: string;
  readonly logs: string;
  readonly link: string;
  readonly cgroup: string;
  /** The two ends of the link, a /30. */
  readonly hostAddress: string;
  readonly nodeAddress: string;
}

const most = 60;

const clusters = () => join(cacheDirectory(), "clusters");
const cgroupName = (name: string, owner: number) => `helmwatch-e2e-${Number.parseInt(name, 10)}-${owner}`;

function runDirectory(number: number): RunDirectory {
  const path = join(clusters(), String(number));
  // 198.18.0.0/15 is for tests of networks (RFC 2544): no office or VPN uses it, and Kubernetes accepts it.
  const network = `198.18.${number}`;
  return {
    number,
    path,
    logs: join(path, "logs"),
    link: `helmwatch${number}`,
    cgroup: cgroupName(String(number), process.pid),
    hostAddress: `${network}.1`,
    nodeAddress: `${network}.2`,
  };
}

/** Takes the first free number, after removing what crashed runs left behind. */
export async function claimRunDirectory(): Promise<RunDirectory> {
  await removeStale();
  await mkdir(clusters(), { recursive: true, mode: 0o700 });
  for (let number = 1; number <= most; number++) {
    const run = runDirectory(number);
    if (isUsedElsewhere(run)) continue;
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
  throw new Error(`all ${most} local clusters of ${clusters()} are running`);
}

/** Clusters of another cache folder have the same numbers; what they use shows on the machine. */
function isUsedElsewhere({ link, hostAddress }: RunDirectory): boolean {
  const interfaces = networkInterfaces();
  return (
    link in interfaces || Object.values(interfaces).some((all) => all?.some(({ address }) => address === hostAddress))
  );
}

/** The command that removes everything but the network, which ends with the cluster's processes. */
export const removeCommand = ({ cgroup, path }: Pick<RunDirectory, "cgroup" | "path">): readonly [string, string[]] => [
  "sh",
  [join(import.meta.dirname, "remove-traces.sh"), cgroup, path],
];

export async function removeRunDirectory(run: Pick<RunDirectory, "cgroup" | "path">): Promise<void> {
  await execa(...removeCommand(run));
}

/** Where the logs of the last start that failed are. */
const failedLogs = () => join(cacheDirectory(), "failed-start");

/** Sets the logs aside before the rest is removed. */
export async function keepLogs({ logs }: Pick<RunDirectory, "logs">): Promise<string> {
  await rm(failedLogs(), { recursive: true, force: true });
  await rename(logs, failedLogs());
  return failedLogs();
}

async function removeStale(): Promise<void> {
  if (!existsSync(clusters())) return;
  for (const name of await readdir(clusters())) {
    const path = join(clusters(), name);
    const owner = await readFile(join(path, "owner"), "utf8").catch(() => "");
    if (owner === "" ? await isYoung(path) : isAlive(owner)) continue;
    // The kernel ended its processes along with their owner (see init.sh).
    const aside = join(clusters(), `${Number.parseInt(name, 10)}.stale`);
    try {
      await rename(path, aside);
    } catch {
      // Another start does this at this moment.
      continue;
    }
    await removeRunDirectory({ cgroup: cgroupName(name, processId(owner)), path: aside });
  }
}

/** One that is being claimed at this moment has no owner yet. */
const isYoung = (path: string) =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs < 60_000,
    () => true,
  );
