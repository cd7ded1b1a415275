import { spawn } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { waitUntil } from "../../tools/wait-until.js";
import { type Command, enterMachine } from "./machine.js";

/**
 * Ends the API server of a local cluster at once, since asked to end it serves its watches for another minute, and
 * starts it again `downMs` milliseconds later. Returns once it is under way; it ends with the cluster.
 */
export async function restartApiServer(kubeconfig: string, downMs: number): Promise<void> {
  const address = /server: "?https:\/\/([\d.]+):6443/.exec(await readFile(kubeconfig, "utf8"))?.[1];
  const server = (await running("kube-apiserver")).find(({ command }) => command.includes(`--bind-address=${address}`));
  if (!server) throw new Error(`no API server listens on ${address}`);
  const machine = await networkOf(server.pid);
  const neighbours = await running("kube-scheduler");
  const networks = await Promise.all(neighbours.map(({ pid }) => networkOf(pid)));
  const neighbour = neighbours.find((_, index) => networks[index] === machine);
  if (!neighbour) throw new Error("the cluster has no scheduler");
  // Started by nsenter, which stands outside of the cluster's processes and knows the way in.
  const [program, ...args] = enterMachine(await parentOf(neighbour.pid), server.command);
  process.kill(server.pid, "SIGKILL");
  const isGone = async () => {
    if (await commandOf(server.pid)) throw new Error("it still runs");
  };
  const { signal } = new AbortController();
  await waitUntil("waiting for the API server to end", isGone, { within: 30_000, signal });
  await setTimeout(downMs);
  spawn(program, args, { detached: true, stdio: "ignore" }).unref();
}

async function running(program: string): Promise<{ pid: number; command: Command }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid) })));
  return all.flatMap(({ pid, command }) => (command?.[0].endsWith(`/${program}`) ? [{ pid, command }] : []));
}

/** Undefined for a process that is gone, or ending. */
async function commandOf(pid: number): Promise<Command | undefined> {
  const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return text === "" ? undefined : (text.split("\0").slice(0, -1) as unknown as Command);
}

const networkOf = (pid: number) => readlink(`/proc/${pid}/ns/net`).catch(() => undefined);

async function parentOf(pid: number): Promise<number> {
  const [, parent] = /\) \S (\d+) /.exec(await readFile(`/proc/${pid}/stat`, "utf8")) ?? [];
  return Number(parent);
}
