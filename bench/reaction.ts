import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { measure } from "./measure.js";

const monitors = 200;

interface Event {
  readonly type: string;
  readonly at: number;
  readonly monitor?: string;
  readonly release?: string;
}

/** From the check that decides to the start of the undo, with `react: at_once` and many monitors on other releases. */
export async function benchReaction(
  bench: { readonly cli: string; readonly helm: string; readonly kubeconfig: string; say(text: string): void },
  folder: string,
): Promise<void> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/bad" ? 503 : 200;
    response.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await mkdir(join(folder, "chart", "templates"), { recursive: true });
    await writeFile(join(folder, "chart", "Chart.yaml"), "apiVersion: v2\nname: one\nversion: 1.0.0\n");
    await writeFile(
      join(folder, "chart", "templates", "map.yaml"),
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  value: a\n",
    );
    await writeFile(join(folder, "helmwatch.yml"), config(url));
    const env = { KUBECONFIG: bench.kubeconfig, PATH: `${join(bench.helm, "..")}:${process.env.PATH}` };
    const one = await measure([process.execPath, bench.cli, "--output", "ndjson", "up"], { cwd: folder, env });
    const events = one.stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Event);
    const decided = events.findLast((event) => event.type === "monitor.checked" && event.monitor === "bad");
    const undo = events.find((event) => event.type === "undo.started" && event.release?.startsWith("bad"));
    if (!decided || !undo) throw new Error(`no undo was seen, exit ${one.exitCode}\n${one.stderr.slice(-3000)}`);
    bench.say(
      `\nfrom the deciding check to the start of the undo, ${monitors} monitors running: ${undo.at - decided.at} ms`,
    );
    await measure([process.execPath, bench.cli, "down"], { cwd: folder, env });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function config(url: string): string {
  const monitor = (name: string, path: string, rest: string) =>
    `  - {name: ${name}, type: http, interval: 1s, iteration_timeout: 900ms, total_timeout: 1m, ${rest}, http: {url: "${url}${path}", expected_codes: [200]}}`;
  const good = Array.from({ length: monitors - 1 }, (_, index) => `good${index}`);
  return `run: {react: at_once}
monitors:
${[monitor("bad", "/bad", "failure_threshold: 5"), ...good.map((name) => monitor(name, "/", "success_threshold: 8"))].join("\n")}
releases:
  - {name: bad, namespace: bench-reaction, create_namespace: true, chart: ./chart, monitors: [name: bad]}
  - {name: good, namespace: bench-reaction, create_namespace: true, chart: ./chart, monitors: [${good.join(", ")}]}
`;
}
