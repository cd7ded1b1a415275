import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type HelmCommand, HelmwatchError } from "@helmwatch/core/plugin";
import { packDirectory } from "./pack-directory.js";
import type { PackedCommand } from "./packed-command.js";
import { podArgv } from "./pod-argv.js";
import { podScript } from "./pod-script.js";

/** Bytes: a Secret holds 1 MiB, and what is said about it takes some. */
export const pieceSize = 900 * 1024;
/** Bytes of all files together: each becomes memory of the pod, and etcd keeps it for as long as the Job lives. */
const limit = 32 * 1024 * 1024;
export const podFiles = "/helmwatch/work/files";

/** Reads the command's files. Throws HELM_TOO_LARGE. */
export async function packCommand({ argv, stdin, files, interruptible }: HelmCommand): Promise<PackedCommand> {
  const paths = new Map<string, string>();
  const contents: { key: string; bytes: Buffer }[] = [];
  const manifest: string[] = [];
  for (const path of new Set(files)) {
    const number = String(contents.length).padStart(3, "0");
    const name = `${number}-${basename(path).replace(/[^\w.-]/g, "_")}`;
    const isDirectory = (await stat(path)).isDirectory();
    contents.push({ key: `f${number}`, bytes: isDirectory ? await packDirectory(path) : await readFile(path) });
    manifest.push(`f${number} ${isDirectory ? "tgz" : "file"} ${name}\n`);
    paths.set(path, `${podFiles}/${name}`);
  }
  const size = contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > limit)
    throw new HelmwatchError(
      "HELM_TOO_LARGE",
      `chart and values of this ${argv[0]} are ${mib(size)} MiB, at most ${mib(limit)} MiB are carried into the cluster`,
      { hint: "Leave out of the chart what it does not need, by .helmignore.", facts: { size, limit } },
    );

  const entries = new Map<string, Buffer>([
    ["argv", Buffer.from(`set -- ${podArgv(argv, paths).map(shellWord).join(" ")}\n`)],
    ["files", Buffer.from(manifest.join(""))],
    ["run.sh", Buffer.from(podScript({ interruptible }))],
    ["stdin", Buffer.from(stdin ?? "")],
  ]);
  for (const { key, bytes } of contents)
    for (let start = 0, piece = 0; start === 0 || start < bytes.length; start += pieceSize, piece++)
      entries.set(`${key}.${String(piece).padStart(3, "0")}`, bytes.subarray(start, start + pieceSize));
  const sums = [...entries].map(([key, bytes]) => `${sha256(bytes)}  ${key}\n`).join("");
  return { entries: new Map([...entries, ["sums", Buffer.from(sums)]]), digest: sha256(Buffer.from(sums)) };
}

/** One word of a POSIX shell, whatever is in it. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const mib = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
