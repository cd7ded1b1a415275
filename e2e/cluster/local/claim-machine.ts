import { spawn } from "node:child_process";
import { createCgroup } from "./cgroup.js";
import { type Machine, startMachine } from "./machine.js";
import { disconnectNetwork } from "./network.js";
import { claimRunDirectory, type RunDirectory, removeCommand, removeRunDirectory } from "./run-directory.js";

export interface ClaimedMachine {
  readonly run: RunDirectory;
  readonly machine: Machine;
  /** Ends what runs inside and removes everything. */
  remove(): Promise<void>;
}

/** A machine with a run directory and control groups of its own; all of it goes when this process ends without `remove`. */
export async function claimMachine({
  ip,
  ...options
}: {
  ip: string;
  signal: AbortSignal;
  onDeath(obituary: string): void;
}): Promise<ClaimedMachine> {
  const run = await claimRunDirectory();
  let machine: Machine | undefined;
  let removed: Promise<void> | undefined;
  // For those who leave without removing it. Nothing can be awaited then.
  const leave = () => {
    machine?.kill();
    spawn(...removeCommand(run), { detached: true, stdio: "ignore" }).unref();
  };
  const removeAll = async () => {
    await machine?.stop();
    await disconnectNetwork(run, ip);
    await removeRunDirectory(run);
    process.off("exit", leave);
  };
  const remove = () => {
    removed ??= removeAll();
    return removed;
  };
  process.once("exit", leave);
  try {
    await createCgroup(run.cgroup);
    machine = await startMachine(run, options);
    return { run, machine, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
