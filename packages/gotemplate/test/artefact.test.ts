import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { execa } from "execa";
import { expect, it } from "vitest";
import { compile, engineNames, goModules, goVersion } from "../build/compile.js";
import { sourceDigest } from "../build/source-digest.js";
import { openTemplates } from "../src/index.js";
import { cacheDirectory } from "./native/run-native.js";
import { machine } from "./world.js";

const wasm = join(import.meta.dirname, "../wasm");
const build = JSON.parse(await readFile(join(wasm, "build.json"), "utf8")) as {
  readonly go: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly sha256: Readonly<Record<string, string>>;
};
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const go = await goVersion();

it("the artefacts are made from the sources beside them: else run `pnpm --filter @helmwatch/gotemplate build:wasm`", async () => {
  const sources = Object.entries(goModules).map(async ([name, folder]) => [name, await sourceDigest(folder)]);
  expect(Object.fromEntries(await Promise.all(sources))).toEqual(build.sources);
});

it.each(engineNames)("the artefact of %s is the one that was recorded", async (engine) => {
  const compressed = await readFile(join(wasm, `${engine}.wasm.br`));
  expect(sha256(brotliDecompressSync(compressed))).toBe(build.sha256[engine]);
});

it.skipIf(go !== build.go)(
  `Go makes the same bytes again (skipped unless this machine has ${build.go})`,
  async () => {
    const verified = join(cacheDirectory(), "gotemplate", sha256(Buffer.from(JSON.stringify(build))));
    if (existsSync(verified)) return;
    const scratch = await mkdtemp(join(tmpdir(), "helmwatch-gotemplate-"));
    try {
      for (const engine of engineNames)
        expect(sha256(await readFile(await compile(engine, scratch)))).toBe(build.sha256[engine]);
      const { stdout: root } = await execa("go", ["env", "GOROOT"]);
      expect(await readFile(join(root, "lib/wasm/wasm_exec.js"), "utf8")).toBe(
        await readFile(join(wasm, "wasm_exec.js"), "utf8"),
      );
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    await mkdir(join(verified, ".."), { recursive: true });
    await writeFile(verified, "");
  },
  300_000,
);

it.each(["sprig", "gomplate"] as const)(
  "the list of %s's functions, which the other renderer points to, is complete",
  async (renderer) => {
    const templates = await openTemplates(machine(), [renderer]);
    const list = await readFile(join(import.meta.dirname, `../go/internal/engine/${renderer}.txt`), "utf8");
    expect(templates.functions(renderer)).toEqual(list.trim().split("\n"));
  },
);
