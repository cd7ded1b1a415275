/**
 * The body of an answer as text, at most `limit` bytes of it (after decompression); `complete` tells whether that is
 * all. What lies beyond is not fetched.
 */
export async function readBody(response: Response, limit: number): Promise<{ text: string; complete: boolean }> {
  const chunks: Uint8Array[] = [];
  let left = limit;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk.subarray(0, left));
    left -= chunk.length;
    if (left < 0) break;
  }
  return { text: Buffer.concat(chunks).toString(), complete: left >= 0 };
}
