import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { manyReleases } from "./many-releases.js";
import { type Measure, measure } from "./measure.js";
import { table } from "./table.js";

const count = 10_000;
const runs = 7;

/** Builds of ten thousand releases as multiples of what node takes to start and read the same data as JSON. */
export async function benchBuilds(cli: string, parent: string, say: (text: string) => void): Promise<void> {
  const rows: string[][] = [];
  for (const [name, yaml] of Object.entries(manyReleases(count))) {
    const folder = join(parent, `builds-${rows.length}`);
    await mkdir(join(folder, "chart"), { recursive: true });
    await mkdir(join(folder, "values"));
    await writeFile(join(folder, "chart", "Chart.yaml"), "apiVersion: v2\nname: one\nversion: 1.0.0\n");
    for (let team = 0; team < 20; team++)
      await writeFile(join(folder, "values", `team-${team}.yaml`), `# ${team}\nimage: {tag: "1.${team}"}\n`);
    await writeFile(join(folder, "helmwatch.yml"), yaml);
    await writeFile(join(folder, "same.json"), JSON.stringify(parse(yaml, { merge: true, maxAliasCount: -1 })));
    const read = "JSON.parse(require('fs').readFileSync('same.json', 'utf8'))";
    const floor: Measure[] = [];
    const build: Measure[] = [];
    for (let run = 0; run < runs; run++) {
      floor.push(await good([process.execPath, "-e", read], folder));
      await rm(join(folder, ".helmwatch"), { recursive: true, force: true });
      build.push(await good([process.execPath, cli, "build"], folder));
    }
    const [ours, least] = [median(build), median(floor)];
    const peak = Math.max(...build.map(({ peakMb }) => peakMb));
    rows.push([
      name,
      `${ours.toFixed(2)} s`,
      `${least.toFixed(2)} s`,
      `${(ours / least).toFixed(1)}×`,
      `${peak.toFixed(0)} MB`,
    ]);
  }
  say(
    `\nbuild of ${count} releases, median of ${runs}\n${table(["written", "wall", "as JSON", "to floor", "peak"], rows)}`,
  );
}

async function good(command: readonly string[], cwd: string): Promise<Measure> {
  const one = await measure(command, { cwd });
  if (one.exitCode !== 0)
    throw new Error(`${command.join(" ")} ended with ${one.exitCode}\n${one.stderr}${one.stdout}`);
  return one;
}

const median = (of: readonly Measure[]) =>
  of.map(({ seconds }) => seconds).sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
