import { createHash, randomBytes } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Capabilities } from "../capability/capabilities.js";
import type { Helm } from "../program/connect-helm.js";
import type { HelmRelease } from "../release/helm-release.js";

/** How helm is told of a post-renderer. */
export interface PreparedPostRenderer {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the program's stderr is put, which Helm 4 keeps to itself. */
  readonly errors?: string;
}

const pluginName = "helmwatch-post-renderer";
const errorsVariable = "HELMWATCH_POST_RENDERER_ERRORS";

/** Source: https://helm.sh/docs/topics/plugins/ (postrenderer/v1). The shell makes no demand on the folder's mount. */
const plugin = `apiVersion: v1
type: postrenderer/v1
name: ${pluginName}
version: 0.1.0
runtime: subprocess
runtimeConfig:
  platformCommand:
    - command: sh
      args: ["\${HELM_PLUGIN_DIR}/run"]
`;

/** Helm 3 takes a program, Helm 4 only the name of a plugin: it is given one that starts the program. */
export async function preparePostRenderer(
  helm: Helm,
  { postRenderer }: HelmRelease,
  { postRendererPlugin }: Capabilities,
): Promise<PreparedPostRenderer> {
  if (!postRenderer) return { argv: [], env: {} };
  const [name = "", ...args] = postRenderer.argv;
  const program = postRenderer.program ?? name;
  if (!postRendererPlugin) {
    const passed = args.map((argument) => `--post-renderer-args=${argument}`);
    return { argv: ["--post-renderer", program, ...passed], env: {} };
  }
  const script = `#!/bin/sh\nexec ${[program, ...args].map(shellWord).join(" ")} 2>"$${errorsVariable}"\n`;
  const folder = join(helm.home.directory, "post-renderers", createHash("sha256").update(script).digest("hex"));
  const place = join(folder, pluginName);
  await mkdir(place, { recursive: true, mode: 0o700 });
  await put(join(place, "run"), script);
  await put(join(place, "plugin.yaml"), plugin);
  const errors = join(folder, `errors-${randomBytes(6).toString("hex")}`);
  const { HELM_PLUGINS: users } = helm.env;
  const plugins = [folder, ...(users ? [users] : [])].join(delimiter);
  return { argv: ["--post-renderer", pluginName], env: { HELM_PLUGINS: plugins, [errorsVariable]: errors }, errors };
}

/** Whole or not at all: another release may be using it. */
async function put(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, path);
}

const shellWord = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
