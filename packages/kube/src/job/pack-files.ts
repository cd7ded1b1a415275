import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { HelmwatchError } from "@helmwatch/core/plugin";

/** Bytes: a Secret holds 1 MiB, and what is said about it takes some. */
export const pieceSize = 900 * 1024;
/** Bytes of all files together: each becomes memory of the pod, and etcd keeps it for as long as the Job lives. */
const largest = 32 * 1024 * 1024;

export interface FileToPack {
  /** The name in the pod: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** A file's path, its bytes, or a stream of them. */
  readonly content: string | Buffer | AsyncIterable<Uint8Array>;
  /** A .tgz, which becomes a folder of that name in the pod. */
  readonly isFolder?: boolean;
}

export interface ToPack {
  readonly files: readonly FileToPack[];
  /** What lies in the input folder as it is, such as the script: at most `pieceSize` bytes each. */
  readonly entries: Readonly<Record<string, string>>;
  /** For the error of files that are too large: "chart and values of this upgrade", and what to do. */
  readonly what: string;
  readonly hint: string;
}

/** What a pod needs, by the names in its input folder. All of it travels in Secrets. */
export interface Pack {
  /** Names sort in the order in which pieces belong together. */
  readonly entries: ReadonlyMap<string, Buffer>;
  /** SHA-256 in hex of all of it: the same content has the same one on every machine. */
  readonly digest: string;
}

/** Cuts files into pieces that fit into Secrets, with the sums that `unpackScript` checks. Throws HELM_TOO_LARGE. */
export async function packFiles({ files, entries, what, hint }: ToPack): Promise<Pack> {
  const packed = new Map<string, Buffer>(Object.entries(entries).map(([key, text]) => [key, Buffer.from(text)]));
  const manifest: string[] = [];
  const pieces: [string, Buffer][] = [];
  let size = 0;
  for (const { name, content, isFolder = false } of files) {
    if (!/^[\w.-]+$/.test(name)) throw new TypeError(`"${name}" is no name that a shell reads as it is`);
    const key = `f${String(manifest.length).padStart(3, "0")}`;
    manifest.push(`${key} ${isFolder ? "tgz" : "file"} ${name}\n`);
    const bytes = await bytesOf(content, largest - size);
    size += bytes.length;
    if (size > largest) throw tooLarge(what, hint, size);
    for (let start = 0, piece = 0; start === 0 || start < bytes.length; start += pieceSize, piece++)
      pieces.push([`${key}.${String(piece).padStart(3, "0")}`, bytes.subarray(start, start + pieceSize)]);
  }
  packed.set("files", Buffer.from(manifest.join("")));
  for (const [key, bytes] of pieces) packed.set(key, bytes);
  const sums = Buffer.from([...packed].map(([key, bytes]) => `${sha256(bytes)}  ${key}\n`).join(""));
  return { entries: packed.set("sums", sums), digest: sha256(sums) };
}

/** A stream is read a little above its limit, never to its end. */
async function bytesOf(content: FileToPack["content"], limit: number): Promise<Buffer> {
  if (typeof content === "string") return readFile(content);
  if (Buffer.isBuffer(content)) return content;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks);
}

function tooLarge(what: string, hint: string, size: number): HelmwatchError {
  const [has, limit] = [size, largest].map((bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`);
  return new HelmwatchError("HELM_TOO_LARGE", `${what} are ${has}, at most ${limit} are carried into the cluster`, {
    hint,
    facts: { size, limit: largest },
  });
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
