import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "../../tools/cache-directory.js";
import { obituary, type Service, startService } from "../../tools/start-service.js";
import { waitUntil } from "../../tools/wait-until.js";
import { processIdentity } from "./process-identity.js";
import type { RunDirectory } from "./run-directory.js";

export type Command = readonly [string, ...string[]];

/** Network, processes and mounts of one cluster, apart from this machine's and from those of other clusters. */
export interface Machine {
  /** Of the process whose namespaces they are. */
  readonly pid: number;
  /** The command that runs `command` inside. */
  enter(command: Command): Command;
  readonly services: readonly Service[];
  /** Starts a long-running program inside; `onDeath` hears of it if it ends before `stop`. */
  start(name: string, command: Command): Promise<Service>;
  /** Ends everything inside at once. */
  kill(): void;
  /** Does so and waits for it. */
  stop(): Promise<void>;
}

export async function startMachine(
  run: RunDirectory,
  { signal, onDeath }: { signal: AbortSignal; onDeath(obituary: string): void },
): Promise<Machine> {
  const logFile = (name: string) => join(run.logs, `${name}.log`);
  const init = await startService(
    "namespaces",
    [
      ...(["unshare", "--net", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc"] as const),
      ...["sh", join(import.meta.dirname, "init.sh"), cacheDirectory()],
    ],
    { logFile: logFile("namespaces") },
  );
  const services: Service[] = [init];
  let stopping = false;
  const machine: Machine = {
    pid: init.pid,
    services,
    enter: (command) => enterMachine(init.pid, command),
    async start(name, command) {
      const service = await startService(name, machine.enter(command), { logFile: logFile(name) });
      services.push(service);
      void service.ended.then(async (cause) => {
        if (!stopping) onDeath(await obituary(service, cause));
      });
      return service;
    },
    kill() {
      stopping = true;
      init.kill();
    },
    async stop() {
      machine.kill();
      await Promise.all(services.map((service) => service.ended));
    },
  };
  try {
    await waitUntil(
      "setting up the cluster's namespaces",
      async () => {
        if (!(await readFile(init.logFile, "utf8")).includes("ready")) throw new Error("init.sh is not done");
      },
      { within: 10_000, signal, services },
    );
    await writeFile(join(run.path, "machine"), processIdentity(init.pid)!);
  } catch (error) {
    await machine.stop();
    throw error;
  }
  return machine;
}

/** `unshare` itself is in the new network and mounts, only its children are in the new process tree. */
export function enterMachine(pid: number, command: Command): Command {
  const namespace = (kind: string) => `/proc/${pid}/ns/${kind}`;
  return [
    "nsenter",
    ...[`--net=${namespace("net")}`, `--mount=${namespace("mnt")}`, `--pid=${namespace("pid_for_children")}`, "--"],
    ...command,
  ];
}
