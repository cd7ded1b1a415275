import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { execa } from "execa";
import { compile, engineNames, goModules, goVersion } from "./compile.js";
import { licences } from "./licences.js";
import { sourceDigest } from "./source-digest.js";

/** Builds what is committed in `wasm`: the engines, Go's runtime and licence, and from what they were made. */
const target = join(import.meta.dirname, "../wasm");
const go = await goVersion();
if (!go) throw new Error("this needs Go on PATH: https://go.dev/dl/");

const before = JSON.parse(await readFile(join(target, "build.json"), "utf8")) as { sha256: Record<string, string> };
const scratch = await mkdtemp(join(tmpdir(), "helmwatch-gotemplate-"));
const sha256: Record<string, string> = {};
try {
  for (const engine of engineNames) {
    const bytes = await readFile(await compile(engine, scratch));
    sha256[engine] = createHash("sha256").update(bytes).digest("hex");
    if (sha256[engine] === before.sha256[engine]) continue;
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
    const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const compressed = brotliCompressSync(bytes, { params });
    await writeFile(join(target, `${engine}.wasm.br`), compressed);
    process.stdout.write(`${engine}: ${bytes.length} bytes, ${compressed.length} compressed\n`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const { stdout: root } = await execa("go", ["env", "GOROOT"]);
await copyFile(join(root, "lib/wasm/wasm_exec.js"), join(target, "wasm_exec.js"));
await copyFile(join(root, "LICENSE"), join(target, "LICENSE.go"));
await writeFile(join(target, "LICENSES.modules"), await licences());
const sources = { go: await sourceDigest(goModules.go), helm: await sourceDigest(goModules.helm) };
await writeFile(join(target, "build.json"), `${JSON.stringify({ go, sources, sha256 }, null, 2)}\n`);
