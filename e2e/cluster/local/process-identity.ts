import { readFileSync } from "node:fs";

/**
 * What tells a process apart from a later one with the same number: when it began, in clock ticks, and in which boot.
 * `undefined` when there is no such process.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // proc(5): the name, in parentheses, may itself hold spaces and parentheses; field 22 is the start time.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${pid} ${ticks}`;
  } catch {
    return undefined;
  }
}

/** The number in an identity. */
export const processId = (identity: string): number => Number(identity.split(" ")[1]);

/** Whether the process that `processIdentity` described still runs. */
export const isAlive = (identity: string): boolean => processIdentity(processId(identity)) === identity;
