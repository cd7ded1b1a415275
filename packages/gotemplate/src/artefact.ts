import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { type WasmModule, webAssembly } from "./web-assembly.js";

/** Which functions templates have: sprig's or gomplate's, each with helmwave's own. */
export type Renderer = "sprig" | "gomplate";

export interface Artefact {
  readonly module: WasmModule;
  /** Go's wasm_exec.js, of the version that compiled the module. */
  readonly runtime: string;
}

/** Beside this file's folder, which is `src` or `dist`. */
const folder = new URL("../wasm/", import.meta.url);

export async function loadArtefact(renderer: Renderer): Promise<Artefact> {
  const [compressed, runtime] = await Promise.all([
    readFile(new URL(`${renderer}.wasm.br`, folder)),
    readFile(new URL("wasm_exec.js", folder), "utf8"),
  ]);
  return { module: await webAssembly.compile(await promisify(brotliDecompress)(compressed)), runtime };
}
