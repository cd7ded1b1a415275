import { readdirSync, readFileSync } from "node:fs";

const pageSize = 4096;

/** Resident bytes of a process and its descendants, shared pages counted once per process (Linux). */
export function treeMemory(root: number): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      // The command's name is in brackets and may hold anything.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const parent = Number(fields[1]);
      resident.set(pid, Number(fields[21]) * pageSize);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It ended meanwhile.
    }
  }
  let total = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    total += resident.get(pid) ?? 0;
    open.push(...(children.get(pid) ?? []));
  }
  return total;
}
