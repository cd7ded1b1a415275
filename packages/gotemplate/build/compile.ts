import { join } from "node:path";
import { execa } from "execa";
import { goFolder } from "./source-digest.js";

export const renderers = ["sprig", "gomplate"] as const;

/** Compiles the engine of a renderer into a file; the same bytes on every machine with the same Go. */
export async function compile(renderer: (typeof renderers)[number], folder: string): Promise<string> {
  const file = join(folder, `${renderer}.wasm`);
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];
  await execa("go", ["build", ...flags, "-o", file, `./cmd/${renderer}`], {
    cwd: goFolder,
    env: { GOOS: "js", GOARCH: "wasm", GOFLAGS: "", GOWASM: "", GOEXPERIMENT: "", GOTOOLCHAIN: "local", GOWORK: "off" },
  });
  return file;
}

/** E.g. "go1.26.8"; undefined where there is no Go. */
export async function goVersion(): Promise<string | undefined> {
  const { stdout, failed } = await execa("go", ["env", "GOVERSION"], { cwd: goFolder, reject: false });
  return failed ? undefined : stdout.trim();
}
