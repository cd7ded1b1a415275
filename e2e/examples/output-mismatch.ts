/** The first expected line that the output has not in its place, or the first of the output that nobody expects. */
export function outputMismatch(expected: readonly string[], output: readonly string[]): string | undefined {
  let at = 0;
  let isOpen = false;
  for (const [index, line] of expected.entries()) {
    if (line.trim() === "…") {
      isOpen = true;
      continue;
    }
    const pattern = linePattern(line);
    const found = isOpen
      ? output.findIndex((one, place) => place >= at && pattern.test(one))
      : pattern.test(output[at] ?? "\0")
        ? at
        : -1;
    if (found < 0) return `expected line ${index + 1}, ${JSON.stringify(line)}`;
    at = found + 1;
    isOpen = false;
  }
  return isOpen || at >= output.length ? undefined : `expected no more, got ${JSON.stringify(output[at])}`;
}

function linePattern(line: string): RegExp {
  const parts = line
    .trimEnd()
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}\\s*$`);
}
