export interface WasmModule {
  readonly [Symbol.toStringTag]: "WebAssembly.Module";
}

/** What is used of WebAssembly: Node's types leave it to those of browsers. */
export const webAssembly = (
  globalThis as unknown as {
    WebAssembly: {
      compile(bytes: Uint8Array): Promise<WasmModule>;
      Instance: new (module: WasmModule, imports: object) => object;
    };
  }
).WebAssembly;
