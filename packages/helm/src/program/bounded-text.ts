export interface BoundedText {
  add(chunk: Buffer): void;
  text(): string;
}

/** Keeps the first and the last `half` bytes of an output of any length, and says how much it left out between. */
export function boundedText(half: number): BoundedText {
  const head: Buffer[] = [];
  let tail: Buffer[] = [];
  let headSize = 0;
  let tailSize = 0;
  let total = 0;

  /** Whole chunks are dropped only once they lie outside of the last `half` bytes, so that adding stays cheap. */
  function trim(): void {
    let first = 0;
    while (first < tail.length && tailSize - tail[first]!.length >= half) tailSize -= tail[first++]!.length;
    if (first > 0) tail = tail.slice(first);
  }

  return {
    add(chunk) {
      total += chunk.length;
      const room = half - headSize;
      if (room > 0) {
        head.push(chunk.subarray(0, room));
        headSize += Math.min(room, chunk.length);
      }
      if (chunk.length <= room) return;
      // Copied: a slice would keep the whole chunk alive.
      tail.push(Buffer.from(chunk.subarray(Math.max(0, room))));
      tailSize += tail.at(-1)!.length;
      if (tailSize > 2 * half) trim();
    },
    text() {
      const end = Buffer.concat(tail).subarray(-half);
      const gap = total - headSize - end.length;
      return `${Buffer.concat(head).toString("utf8")}${gap > 0 ? `\n… ${gap} bytes left out …\n` : ""}${end.toString("utf8")}`;
    },
  };
}
