import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

const block = 512;
/** Chart.yaml stands first in what `helm package` makes; past this much an archive is not searched. */
const searchLimit = 64 * 1024 * 1024;

/**
 * The text of the first file of a .tgz whose name matches; undefined when there is none. Reads no further than needed.
 * Long names (pax, GNU) are skipped over, not understood: the files looked for have short ones.
 */
export async function readArchiveFile(path: string, matches: (name: string) => boolean): Promise<string | undefined> {
  const unzipped = pipeline(createReadStream(path), createGunzip(), () => {}); // Errors reach the loop below.
  let pending = Buffer.alloc(0);
  let skip = 0;
  let seen = 0;
  for await (const chunk of unzipped as AsyncIterable<Buffer>) {
    seen += chunk.length;
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const step = Math.min(skip, pending.length);
      pending = pending.subarray(step);
      skip -= step;
      if (skip > 0 || pending.length < block) break;
      const header = pending.subarray(0, block);
      if (header.every((byte) => byte === 0)) return undefined;
      const size = Number.parseInt(field(header, 124, 12), 8);
      if (!Number.isSafeInteger(size) || size < 0) throw new Error("damaged tar header");
      const isFile = header[156] === 0x30 || header[156] === 0;
      const prefix = field(header, 257, 5) === "ustar" ? field(header, 345, 155) : "";
      if (isFile && matches(prefix ? `${prefix}/${field(header, 0, 100)}` : field(header, 0, 100))) {
        if (size > searchLimit) throw new Error("file too large");
        if (pending.length < block + size) break;
        return pending.subarray(block, block + size).toString("utf8");
      }
      skip = block + Math.ceil(size / block) * block;
    }
    if (seen > searchLimit) return undefined;
  }
  return undefined;
}

/** A text field of a header ends at its first NUL. */
function field(header: Buffer, start: number, length: number): string {
  return (
    header
      .toString("utf8", start, start + length)
      .split("\0", 1)[0]
      ?.trim() ?? ""
  );
}
