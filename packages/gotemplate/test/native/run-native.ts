import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { goModules } from "../../build/compile.js";
import { sourceDigest } from "../../build/source-digest.js";
import type { NativeRequest } from "../result.js";
import { environment, folder } from "../world.js";

/** Renders templates with Go on this machine. */
export async function runNative(program: string, requests: readonly NativeRequest[]) {
  const { stdout } = await execa(program, {
    cwd: folder,
    env: environment,
    extendEnv: false,
    input: JSON.stringify(requests),
  });
  return JSON.parse(stdout) as { text: string; error?: string }[];
}

/** Path of the program, built once per state of its sources: up to a minute where Go has built none of it before. */
export async function nativeProgram(): Promise<string> {
  const source = import.meta.dirname;
  const version = (await execa("go", ["env", "GOVERSION"])).stdout;
  const digest = createHash("sha256").update(`${version} ${await sourceDigest(goModules.go)}`);
  for (const file of ["main.go", "go.mod", "go.sum"]) digest.update(await readFile(join(source, file)));
  const target = join(cacheDirectory(), "bin", `gotemplate-native-${digest.digest("hex").slice(0, 10)}`);
  if (existsSync(target)) return target;
  await mkdir(join(target, ".."), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  await execa("go", ["build", "-trimpath", "-buildvcs=false", "-o", unfinished, "."], { cwd: source });
  await rename(unfinished, target);
  return target;
}

/** The same as that of e2e. */
export function cacheDirectory(): string {
  const { HELMWATCH_E2E_CACHE, XDG_CACHE_HOME } = process.env;
  return HELMWATCH_E2E_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "helmwatch-e2e");
}
