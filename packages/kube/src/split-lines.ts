/** Characters; etcd holds no object above 1.5 MB. */
const longest = 16 << 20;

/** The lines of a byte stream, without empty ones; a line and a character may come in pieces. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  tooLong: () => Error,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    if (rest.length > longest) throw tooLong();
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}
