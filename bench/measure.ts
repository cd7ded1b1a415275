import { execa, type Options } from "execa";
import { treeMemory } from "./tree-memory.js";

export interface Measure {
  readonly seconds: number;
  /** Peak resident memory of the command and all its descendants at one moment, in MB. */
  readonly peakMb: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. Memory is sampled, so a process of a few milliseconds may be missed. */
export async function measure(command: readonly string[], options: Options & { cwd: string }): Promise<Measure> {
  const [file = "", ...args] = command;
  const start = performance.now();
  const child = execa(file, args, { reject: false, stdin: "ignore", ...options, encoding: "utf8", lines: false });
  let peak = 0;
  const sample = () => {
    if (child.pid !== undefined) peak = Math.max(peak, treeMemory(child.pid));
  };
  const sampler = setInterval(sample, 20);
  sample();
  try {
    const result = await child;
    const seconds = (performance.now() - start) / 1000;
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    return {
      seconds,
      peakMb: peak / 1e6,
      exitCode: result.exitCode ?? -1,
      stdout: text(result.stdout),
      stderr: text(result.stderr),
    };
  } finally {
    clearInterval(sampler);
  }
}
