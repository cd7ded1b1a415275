import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { measure } from "./measure.js";
import { table } from "./table.js";

const runs = 15;

/** Start-up as a multiple of `node -e 0`, medians of interleaved runs. */
export async function benchStarts(cli: string, folder: string, say: (text: string) => void): Promise<void> {
  const file = join(folder, "seed.yml");
  await writeFile(file, seed);
  const commands: Record<string, readonly string[]> = {
    "node -e 0": [process.execPath, "-e", "0"],
    "helmwatch version": [process.execPath, cli, "version"],
    "helmwatch validate": [process.execPath, cli, "validate", "--file", file],
  };
  const seconds = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (let run = 0; run < runs; run++)
    for (const [name, command] of Object.entries(commands)) {
      const one = await measure(command, { cwd: folder });
      if (one.exitCode !== 0) throw new Error(`${name} ended with ${one.exitCode}\n${one.stderr}${one.stdout}`);
      seconds.get(name)?.push(one.seconds);
    }
  const median = (of: readonly number[] = []) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
  const floor = median(seconds.get("node -e 0"));
  const rows = [...seconds].map(([name, of]) => [
    name,
    `${(median(of) * 1000).toFixed(0)} ms`,
    `${(median(of) / floor).toFixed(2)}×`,
  ]);
  say(`\nstart-up, median of ${runs}\n${table(["command", "wall", "to floor"], rows)}`);
}

const seed = `monitors:
  - name: nats-up-metric
    type: prometheus
    total_timeout: 1m
    iteration_timeout: 1s
    interval: 2s
    success_threshold: 5
    failure_threshold: 5
    prometheus: {url: "http://localhost:9090", expr: up == 1}
.options: &options
  namespace: nats
  create_namespace: true
  wait: true
  timeout: 1m
  max_history: 3
  chart: {name: oci://registry-1.docker.io/bitnamicharts/nats, version: 7.8.3}
registries: [{host: registry-1.docker.io}]
releases:
  - name: nats
    <<: *options
    monitors: [name: nats-up-metric]
`;
