import { join } from "node:path";
import { execa } from "execa";
import { goPrograms } from "../../tools/go-programs.js";
import type { Progress } from "../../tools/progress.js";

const directory = join(import.meta.dirname, "../tools/kind");

/** The path of a real kind, built on first use. */
export async function kindProgram(call: { signal: AbortSignal; progress: Progress }): Promise<string> {
  const module = "sigs.k8s.io/kind";
  return (await goPrograms({ directory, module, packages: { kind: module }, variables: () => ({}) }, call)).kind;
}

/** The folder of kind's module with what its base image has beside packages. */
export async function kindBaseFiles(signal: AbortSignal): Promise<string> {
  const args = ["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kind"];
  await execa("go", ["mod", "download", "sigs.k8s.io/kind"], { cwd: directory, cancelSignal: signal });
  const { stdout } = await execa("go", args, { cwd: directory, cancelSignal: signal });
  return join(stdout, "images/base/files");
}
