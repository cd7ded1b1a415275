import { readFile, rm } from "node:fs/promises";
import type { HelmResult } from "@helmwatch/core/plugin";
import type { Helm, HelmCall } from "../program/connect-helm.js";
import type { PreparedPostRenderer } from "./prepare-post-renderer.js";

const shownLines = 5;

/** Runs helm with a post-renderer. What a failed one wrote to stderr is put into helm's own error. */
export async function runPostRendered(
  helm: Helm,
  { argv, env, errors }: PreparedPostRenderer,
  call: HelmCall,
  signal: AbortSignal,
): Promise<HelmResult> {
  if (argv.length === 0) return helm.run(call, signal);
  try {
    const result = await helm.run({ ...call, env: { ...call.env, ...env } }, signal);
    if (errors === undefined || result.exitCode === 0) return result;
    const words = (await readFile(errors, "utf8").catch(() => "")).trim();
    if (words === "") return result;
    const shown = words.split("\n").slice(-shownLines).join("; ");
    return {
      ...result,
      stderr: result.stderr.replace(/(^Error: .*post.?render.*)$/im, `$1: ${shown.replaceAll("$", "$$$$")}`),
    };
  } finally {
    if (errors !== undefined) await rm(errors, { force: true });
  }
}
