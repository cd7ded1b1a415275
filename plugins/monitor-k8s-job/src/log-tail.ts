/** The last `tail_lines` lines in `max_bytes` bytes; what was cut is said. */
export function tailOf(text: string, limits: { readonly tail_lines: number; readonly max_bytes: number }): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const kept = limits.tail_lines === 0 ? "" : lines.slice(-limits.tail_lines).join("\n");
  const bytes = Buffer.from(kept);
  if (bytes.length <= limits.max_bytes) return kept;
  // A character that is cut in two is left out.
  const end =
    limits.max_bytes === 0
      ? ""
      : bytes
          .subarray(-limits.max_bytes)
          .toString()
          .replace(/^\uFFFD+/, "");
  return `…${end}`;
}
