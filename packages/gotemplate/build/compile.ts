import { join } from "node:path";
import { execa } from "execa";

/** The Go modules: of single templates, and of charts. */
export const goModules = {
  go: join(import.meta.dirname, "../go"),
  helm: join(import.meta.dirname, "../helm"),
} as const;

/** Where the program of each engine is. */
export const engines = {
  sprig: { folder: goModules.go, program: "./cmd/sprig" },
  gomplate: { folder: goModules.go, program: "./cmd/gomplate" },
  helm: { folder: goModules.helm, program: "." },
} as const;

export const engineNames = Object.keys(engines) as (keyof typeof engines)[];

export const wasmTarget = { GOOS: "js", GOARCH: "wasm", GOFLAGS: "", GOWORK: "off" } as const;

/** Compiles an engine into a file; the same bytes on every machine with the same Go. */
export async function compile(engine: keyof typeof engines, into: string): Promise<string> {
  const file = join(into, `${engine}.wasm`);
  const { folder, program } = engines[engine];
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];
  await execa("go", ["build", ...flags, "-o", file, program], {
    cwd: folder,
    env: { ...wasmTarget, GOWASM: "", GOEXPERIMENT: "", GOTOOLCHAIN: "local" },
  });
  return file;
}

/** E.g. "go1.26.8"; undefined where there is no Go. */
export async function goVersion(): Promise<string | undefined> {
  const { stdout, failed } = await execa("go", ["env", "GOVERSION"], { cwd: goModules.go, reject: false });
  return failed ? undefined : stdout.trim();
}
