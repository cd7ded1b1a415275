import { createHash } from "node:crypto";
import { posix } from "node:path";
import { isDataMap } from "../config/data-path.js";
import { readDocument } from "../config/read-document.js";
import { locateIn, type Path } from "../config/source-map.js";
import type { Diagnostic, ErrorCode } from "../plugin/index.js";
import type { ConfigFile } from "./config-file.js";

export interface FilePorts {
  /** Of a path relative to the folder of the first file. Rejects with the errors of node:fs. */
  readFile(path: string): Promise<Uint8Array>;
  /** The names in such a folder; none where there is no such folder. */
  readFolder(path: string): Promise<readonly string[]>;
}

/** Reads one file without those that it includes. `shown`: as users know it. Pure. */
export function readOneFile(bytes: Uint8Array, shown: string, folder = ""): ConfigFile {
  const { document, text = "", diagnostics } = readDocument({ bytes, file: shown });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const more = { includes: [], localCharts: new Set<string>() };
  return { file: shown, folder, sha256, text, diagnostics, ...(document ? { document } : {}), ...more };
}

/** Reads a file with all that it includes, each once. What is wrong with an include stands in the file that asks for it. */
export async function readFiles(root: ConfigFile, ports: FilePorts): Promise<ConfigFile> {
  const shownFolder = posix.dirname(root.file.replaceAll("\\", "/"));
  const seen = new Set([posix.basename(root.file.replaceAll("\\", "/"))]);

  async function complete(file: ConfigFile, above: readonly string[]): Promise<ConfigFile> {
    const diagnostics: Diagnostic[] = [...file.diagnostics];
    const includes: ConfigFile[] = [];
    const report = (code: ErrorCode, message: string, at: Path, hint?: string) => {
      const range = locateIn(file.document!, at);
      diagnostics.push({ code, severity: "error", message, file: file.file, range, ...(hint ? { hint } : {}) });
    };
    for (const { pattern, at } of includesOf(file)) {
      const path = posix.join(file.folder, pattern);
      const matching = await matches(path, ports);
      if (matching.length === 0)
        report(
          "CONFIG_NOT_FOUND",
          `no file "${pattern}" to include`,
          at,
          "paths are relative to the file that names them",
        );
      for (const found of matching) {
        const circle = above.indexOf(found);
        if (circle >= 0) {
          report(
            "CONFIG_INVALID",
            `files include each other in a circle: ${[...above.slice(circle), found].join(" → ")}`,
            at,
          );
          continue;
        }
        if (seen.has(found)) continue;
        seen.add(found);
        try {
          const shown = shownFolder === "." ? found : posix.join(shownFolder, found);
          const folder = posix.dirname(found);
          const one = readOneFile(await ports.readFile(found), shown, folder === "." ? "" : folder);
          includes.push(await complete(one, [...above, found]));
        } catch (error) {
          report("CONFIG_NOT_FOUND", `"${found}" cannot be read: ${(error as Error).message}`, at);
        }
      }
    }
    return { ...file, diagnostics, includes, localCharts: await localCharts(file, ports) };
  }

  return complete(root, [...seen]);
}

function includesOf({ document }: ConfigFile): { pattern: string; at: Path }[] {
  if (!isDataMap(document?.data)) return [];
  const { include } = document.data;
  if (typeof include === "string") return [{ pattern: include, at: ["include"] }];
  if (!Array.isArray(include)) return [];
  return include.flatMap((pattern, index) =>
    typeof pattern === "string" ? [{ pattern, at: ["include", index] }] : [],
  );
}

async function matches(path: string, ports: FilePorts): Promise<readonly string[]> {
  const folder = posix.dirname(path);
  const name = posix.basename(path);
  const names = await ports.readFolder(folder);
  const pattern = new RegExp(`^${name.split("*").map(escaped).join("[^/]*")}$`);
  const isPattern = name.includes("*");
  return names
    .filter((one) => (isPattern ? pattern.test(one) && !one.startsWith(".") : one === name))
    .sort()
    .map((one) => posix.join(folder, one));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** An existing path wins over the name of a repository, as in the first file. */
async function localCharts({ document, folder }: ConfigFile, ports: FilePorts): Promise<ReadonlySet<string>> {
  const releases = folder !== "" && isDataMap(document?.data) ? document.data.releases : undefined;
  const found = new Set<string>();
  for (const release of Array.isArray(releases) ? releases : []) {
    const chart = isDataMap(release) ? release.chart : undefined;
    const name = isDataMap(chart) ? chart.name : chart;
    if (typeof name !== "string" || found.has(name) || /^([./]|oci:)/.test(name)) continue;
    const path = posix.join(folder, name);
    if ((await ports.readFolder(posix.dirname(path))).includes(posix.basename(path))) found.add(name);
  }
  return found;
}
