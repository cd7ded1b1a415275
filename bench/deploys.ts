import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ContenderInput, contenders } from "./contender.js";
import { type Measure, measure } from "./measure.js";
import { writeProject } from "./project.js";
import { table } from "./table.js";

export interface DeployBench extends Omit<ContenderInput, "namespaces"> {
  readonly kubeconfig: string;
  say(text: string): void;
}

/** Cold up, unchanged up and build of `count` releases, each tool in a namespace of its own on the same API server. */
export async function benchDeploys(count: number, bench: DeployBench): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "helmwatch-bench-"));
  const namespaces = Object.fromEntries(
    ["helm", "helmwatch", "helmwave", "helmfile"].map((tool) => [tool, `bench-${tool}-${count}`]),
  );
  try {
    await writeProject(folder, count, namespaces);
    const env = {
      KUBECONFIG: bench.kubeconfig,

      PATH: `${join(bench.helm, "..")}:${process.env.PATH}`,
    };
    const rows: string[][] = [];
    let floor: Record<string, Measure> = {};
    for (const { name, build, up, again } of contenders({ ...bench, namespaces })) {
      const measured: Record<string, Measure> = {};
      for (const [what, command] of Object.entries({ build, "cold up": up, "unchanged up": again ?? up })) {
        if (!command) continue;
        bench.say(`${name}: ${what} of ${count} releases`);
        const one = await measure(command, { cwd: folder, env });
        if (one.exitCode !== 0)
          throw new Error(`${name} ${what} ended with ${one.exitCode}\n${(one.stderr + one.stdout).slice(-3000)}`);
        measured[what] = one;
        const against = floor[what];
        rows.push([
          what,
          name,
          `${one.seconds.toFixed(2)} s`,
          against ? `${(one.seconds / against.seconds).toFixed(2)}×` : "",
          `${one.peakMb.toFixed(0)} MB`,
        ]);
      }
      if (Object.keys(floor).length === 0) floor = measured;
    }
    rows.sort(([a = ""], [b = ""]) => order.indexOf(a) - order.indexOf(b));
    bench.say(
      `\n${count} releases, ${bench.parallel} at a time\n${table(["what", "tool", "wall", "to floor", "peak of tree"], rows)}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
    for (const namespace of Object.values(namespaces))
      await measure(
        [
          "kubectl",
          "--kubeconfig",
          bench.kubeconfig,
          "delete",
          "namespace",
          namespace,
          "--ignore-not-found",
          "--wait=false",
        ],
        { cwd: tmpdir() },
      );
  }
}

const order = ["build", "cold up", "unchanged up"];
