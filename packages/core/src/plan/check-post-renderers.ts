import { join, relative, resolve, sep } from "node:path";
import type { PostRendererConfig } from "../config/config.js";
import type { Finding } from "../config/finding.js";
import { sha256 } from "./content.js";
import type { PlannedPostRenderer, SelectedRelease } from "./plan.js";

export interface PostRendererPorts {
  readFile(path: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Where a program is: an absolute path, or a name to be looked up; undefined where there is none to be started. */
  findProgram(name: string): Promise<string | undefined>;
  /** Absolute, of the config file. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface CheckedPostRenderers {
  readonly renderers: ReadonlyMap<PostRendererConfig, PlannedPostRenderer>;
  readonly findings: readonly Finding[];
  /** SHA-256 of the files that stand in their commands, by their paths. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Finds the program of every post-renderer: by its path in the folder of the config file, in PATH, or beside the config
 * file; one that is not there is a finding. Files of that folder which its command names are part of what is deployed.
 */
export async function checkPostRenderers(
  releases: readonly SelectedRelease[],
  ports: PostRendererPorts,
): Promise<CheckedPostRenderers> {
  const renderers = new Map<PostRendererConfig, PlannedPostRenderer>();
  const findings: Finding[] = [];
  const inputs: Record<string, string> = {};
  const known = new Map<string, Promise<Looked>>();
  for (const { postRenderer, index } of releases) {
    if (!postRenderer) continue;
    const key = JSON.stringify(postRenderer.argv);
    const looked = known.get(key) ?? look(postRenderer, ports);
    known.set(key, looked);
    const { isThere, program, files } = await looked;
    if (!isThere) findings.push(missing(postRenderer, index));
    for (const { src, sha256 } of files) inputs[src] = sha256;
    renderers.set(postRenderer, { ...postRenderer, ...(program === undefined ? {} : { program }), files });
  }
  return { renderers, findings, inputs };
}

interface Looked {
  readonly isThere: boolean;
  readonly program?: string;
  readonly files: PlannedPostRenderer["files"];
}

async function look({ argv }: PostRendererConfig, ports: PostRendererPorts): Promise<Looked> {
  const { folder, signal, findProgram, readFile } = ports;
  const [name = "", ...args] = argv;
  const inFolder = resolve(folder, name);
  const isPath = /[\\/]/.test(name);
  const inPath = isPath ? undefined : await findProgram(name);
  const program = inPath === undefined ? await findProgram(inFolder) : undefined;
  const named = [...(program === undefined ? [] : [name]), ...args].filter(
    (word) => word !== "" && !word.startsWith("-"),
  );
  const files: { src: string; sha256: string }[] = [];
  for (const src of named) {
    const path = resolve(folder, src);
    if (relative(folder, path).startsWith(`..${sep}`) || join(folder, src) !== path) continue;
    const bytes = await readFile(path, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (bytes) files.push({ src, sha256: sha256(bytes) });
  }
  return {
    isThere: inPath !== undefined || program !== undefined,
    ...(program === undefined ? {} : { program }),
    files,
  };
}

function missing({ argv: [name = ""] }: PostRendererConfig, index: number): Finding {
  const isPath = /[\\/]/.test(name);
  return {
    code: "POST_RENDERER_NOT_FOUND",
    message: isPath
      ? `there is no program at "${name}" for post_renderer`
      : `there is no program "${name}" on PATH or beside the config file for post_renderer`,
    path: ["releases", index, "post_renderer"],
    hint: isPath
      ? "paths are relative to the folder of the config file; the file must be executable (chmod +x)"
      : "install it, or name it by its path; without it the release would be deployed unpatched",
  };
}
