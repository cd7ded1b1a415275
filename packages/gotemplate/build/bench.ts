import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { execa } from "execa";
import { openTemplates, type Renderer } from "../src/index.js";
import { webAssembly } from "../src/web-assembly.js";
import { nativeProgram, runNative } from "../test/native/run-native.js";
import { nativeRequest } from "../test/result.js";
import { machine } from "../test/world.js";

/** The figures of README.md: milliseconds, the best of several. */
const text = `replicas: {{ .replicas }}
image: {{ printf "%s:%v" .image .tag }}
{{- if .resources }}
resources:
{{ toYaml .resources }}
{{- end }}
hosts:
{{- range $i, $host := .hosts }}
  - name: {{ $host }}.example.com # {{ $i }}
{{- end }}
`;
const resources = { limits: { cpu: "500m", memory: "128Mi" }, requests: { cpu: 1, memory: "64Mi" } };
const data = { replicas: 3, image: "nginx", tag: 1.25, resources, hosts: ["a", "b", "c", "d"] };

async function best(times: number, run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await run();
    least = Math.min(least, performance.now() - start);
  }
  return Math.round(least * 100) / 100;
}

const print = (what: string, value: number | string) => process.stdout.write(`${what.padEnd(44)}${value}\n`);

for (const renderer of ["sprig", "gomplate"] as const satisfies readonly Renderer[]) {
  const compressed = await readFile(join(import.meta.dirname, `../wasm/${renderer}.wasm.br`));
  const bytes = brotliDecompressSync(compressed);
  const before = process.memoryUsage.rss();
  print(
    `${renderer}: compressed / raw, MB`,
    `${(compressed.length / 1e6).toFixed(1)} / ${(bytes.length / 1e6).toFixed(1)}`,
  );
  print(`${renderer}: decompress`, await best(5, () => brotliDecompressSync(compressed)));
  print(`${renderer}: compile`, await best(5, () => webAssembly.compile(bytes)));
  const start = performance.now();
  const templates = await openTemplates(machine(), [renderer]);
  templates.render({ name: "a", text: "{{ 1 }}", renderer, data: {} });
  print(`${renderer}: open and first render`, Math.round(performance.now() - start));
  const renders = 1_000;
  const all = await best(5, () => {
    for (let one = 0; one < renders; one++) templates.render({ name: "a", text, renderer, data });
  });
  print(`${renderer}: one render of ${renders}`, (all / renders).toFixed(3));
  print(`${renderer}: memory, MB more`, Math.round((process.memoryUsage.rss() - before) / 1e6));
}

const program = await nativeProgram();
const request = nativeRequest("sprig", text, data);
print("native Go, a process for one render", await best(10, () => runNative(program, [request])));
const many = 1_000;
const alone = await best(5, () => runNative(program, [request]));
const together = await best(3, () =>
  runNative(
    program,
    Array.from({ length: many }, () => request),
  ),
);
print("native Go, one render within a process", ((together - alone) / many).toFixed(3));
const helm = process.env.HELM;
if (helm) {
  const chart = process.env.CHART ?? "";
  print("helm template of a chart", await best(10, () => execa(helm, ["template", "x", chart])));
}
