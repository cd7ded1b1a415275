import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { type WasmModule, webAssembly } from "./web-assembly.js";

/** Which functions templates have: sprig's or gomplate's, each with helmwave's own. */
export type Renderer = "sprig" | "gomplate";

/** All that are built: what renders single templates, and what renders charts. */
export type Engine = Renderer | "helm";

export interface Artefact {
  readonly module: WasmModule;
  /** Go's wasm_exec.js, of the version that compiled the module. */
  readonly runtime: string;
}

/** Beside this file's folder, which is `src` or `dist`. */
const folder = new URL("../wasm/", import.meta.url);

export async function loadArtefact(engine: Engine): Promise<Artefact> {
  const [compressed, runtime] = await Promise.all([
    readFile(new URL(`${engine}.wasm.br`, folder)),
    readFile(new URL("wasm_exec.js", folder), "utf8"),
  ]);
  return { module: await webAssembly.compile(await promisify(brotliDecompress)(compressed)), runtime };
}
