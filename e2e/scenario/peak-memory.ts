import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

const everyMs = 100;

/** MiB that a process has held at most, once `ended` has settled; the kernel keeps the peak, so none between two looks is missed. */
export async function peakMemory(pid: number | undefined, ended: Promise<unknown>): Promise<number> {
  let kib = 0;
  const over = ended.then(
    () => true,
    () => true,
  );
  do {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    kib = Math.max(kib, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  } while (!(await Promise.race([over, setTimeout(everyMs, false)])));
  return Math.round(kib / 1024);
}
