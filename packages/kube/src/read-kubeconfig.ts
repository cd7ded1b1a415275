import { readFile } from "node:fs/promises";
import { HelmwatchError } from "@helmwatch/core/plugin";
import { LineCounter, parseDocument } from "yaml";

export type Fields = Readonly<Record<string, unknown>>;

/** An entry as written, with the file that its relative paths are relative to. */
export interface Entry {
  readonly file: string;
  readonly fields: Fields;
}

export interface Kubeconfig {
  /** The files that exist. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
}

/**
 * Reads and merges files as kubectl does: files that do not exist are passed over, the first file that names an entry
 * or the current context wins.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export async function readKubeconfig(files: readonly string[]): Promise<Kubeconfig> {
  const merged = { contexts: new Map<string, Entry>(), clusters: new Map<string, Entry>(), users: new Map() };
  const found: string[] = [];
  let currentContext: string | undefined;
  for (const file of files) {
    const text = await readIfThere(file);
    if (text === undefined) continue;
    found.push(file);
    const document = parse(file, text);
    const current = document["current-context"];
    if (typeof current === "string" && current !== "") currentContext ??= current;
    for (const [list, key] of [
      ["contexts", "context"],
      ["clusters", "cluster"],
      ["users", "user"],
    ] as const) {
      for (const item of listOf(document[list])) {
        const { name } = item;
        if (typeof name === "string" && !merged[list].has(name))
          merged[list].set(name, { file, fields: fieldsOf(item[key]) });
      }
    }
  }
  return { files: found, currentContext, ...merged };
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new HelmwatchError("KUBE_CONFIG", `cannot read kubeconfig "${file}" (${code})`, { facts: { file } });
  }
}

/** Scalars stay text (a password of digits keeps its zeros). The parser's messages quote the file, so they stay here. */
function parse(file: string, text: string): Fields {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    customTags: ["null"],
    prettyErrors: false,
    lineCounter,
  });
  const [error] = document.errors;
  if (!error) return fieldsOf(document.toJS());
  const { line, col } = lineCounter.linePos(error.pos[0]);
  const why = error.code.toLowerCase().replaceAll("_", " ");
  throw new HelmwatchError("KUBE_CONFIG", `kubeconfig ${file}:${line}:${col} is not valid YAML: ${why}`, {
    facts: { file },
  });
}
