import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

const block = 512;
/** Past this much an archive is not read: charts are far smaller, and little gzip may unpack to very much. */
const limit = 256 * 1024 * 1024;

export interface ArchiveEntry {
  /** As its header has it; a long one (pax, GNU) is cut short, and stands whole in an entry before. */
  readonly name: string;
  readonly isFile: boolean;
  readonly bytes: Buffer;
}

/** What is in a .tgz, in its order, read no further than asked for. Throws for what is none. */
export async function* archiveEntries(path: string): AsyncGenerator<ArchiveEntry> {
  const unzipped = pipeline(createReadStream(path), createGunzip(), () => {}); // Errors reach the loop below.
  let pending: Buffer[] = [];
  let length = 0;
  let seen = 0;
  for await (const chunk of unzipped as AsyncIterable<Buffer>) {
    seen += chunk.length;
    if (seen > limit) throw new Error("the archive is too large");
    pending.push(chunk);
    length += chunk.length;
    for (;;) {
      if (length < block) break;
      if (pending[0]!.length < block) pending = [Buffer.concat(pending)];
      const header = pending[0]!.subarray(0, block);
      if (header.every((byte) => byte === 0)) return;
      const size = Number.parseInt(field(header, 124, 12), 8);
      if (!Number.isSafeInteger(size) || size < 0) throw new Error("damaged tar header");
      const whole = block + Math.ceil(size / block) * block;
      if (length < whole) break;
      const all = pending.length === 1 ? pending[0]! : Buffer.concat(pending);
      yield {
        name: nameIn(header),
        isFile: header[156] === 0x30 || header[156] === 0,
        bytes: all.subarray(block, block + size),
      };
      pending = [all.subarray(whole)];
      length -= whole;
    }
  }
}

function nameIn(header: Buffer): string {
  const prefix = field(header, 257, 5) === "ustar" ? field(header, 345, 155) : "";
  return prefix ? `${prefix}/${field(header, 0, 100)}` : field(header, 0, 100);
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
