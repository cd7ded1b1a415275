import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { shellWord } from "@helmwatch/kube/job";
import { podArgv } from "../pack/pod-argv.js";
import type { PodPull } from "./pod-pull.js";

/**
 * The entry `pull` of a pod's input, which its script runs. What comes must be the very archive that was pulled here:
 * helm's plan is of that one.
 */
export async function pullScript(
  archive: string,
  name: string,
  { commands, env }: PodPull,
  paths: ReadonlyMap<string, string>,
): Promise<string> {
  const words = (argv: readonly string[]) => podArgv(argv, paths).map(shellWord).join(" ");
  const pull = commands.at(-1) ?? [];
  return [
    ...Object.entries(env).map(([variable, path]) => `export ${variable}=${shellWord(path)}`),
    ...commands.slice(0, -1).map((argv) => `quietly ${words(argv)}`),
    `pull ${shellWord(name)} ${await sumOf(archive)} ${words(pull)}`,
    "",
  ].join("\n");
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
