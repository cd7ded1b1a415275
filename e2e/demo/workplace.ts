import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";

const launcher = join(import.meta.dirname, "../../packages/cli/bin/helmwatch.js");
const template = join(import.meta.dirname, "helmwave.yml");

/** A user's folder and shell: helmwave.yml in it; `helmwatch`, `helm` and `kubectl` on PATH; KUBECONFIG set. */
export interface Workplace {
  readonly directory: string;
  readonly configFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** `env` as a user would export it. */
  readonly exports: Readonly<Record<string, string>>;
  /** What the program prints on stdout. */
  run(program: "helm" | "kubectl", args: readonly string[], signal: AbortSignal): Promise<string>;
  remove(): Promise<void>;
}

export async function openWorkplace(what: {
  readonly kubeconfig: string;
  readonly helm: string;
  readonly kubectl: string;
}): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), "helmwatch-demo-"));
  const bin = join(directory, "bin");
  await mkdir(bin);
  const programs = { helmwatch: launcher, helm: what.helm, kubectl: what.kubectl };
  for (const [name, target] of Object.entries(programs)) await symlink(target, join(bin, name));
  const env = { KUBECONFIG: what.kubeconfig, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  return {
    directory,
    configFile: join(directory, "helmwave.yml"),
    env,
    exports: { ...env, PATH: `${bin}${delimiter}$PATH` },
    run: async (program, args, signal) =>
      (await execa(join(bin, program), args, { cwd: directory, env, cancelSignal: signal })).stdout,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Writes the demo's helmwave.yml into the workplace, with this run's addresses in place of the usual ports. */
export async function writeConfig(
  { configFile }: Workplace,
  addresses: { readonly registry: string; readonly prometheus: string; readonly namespace: string },
): Promise<void> {
  let text = await readFile(template, "utf8");
  for (const [usual, actual] of [
    ["localhost:5000", addresses.registry],
    ["http://localhost:9090", addresses.prometheus],
    ["namespace: nats", `namespace: ${addresses.namespace}`],
  ] as const) {
    if (!text.includes(usual)) throw new Error(`${template}: expected "${usual}" in it`);
    text = text.replaceAll(usual, actual);
  }
  await writeFile(configFile, text);
}
