/** What helm wrote about its failure. */
export interface ErrorText {
  /** The essential line, without helm's own prefixes. */
  readonly line: string;
  /** The whole message and what was logged as an error: what patterns are tried on. */
  readonly whole: string;
}

const prefixes = /^(error: |upgrade failed: |installation failed: |failed to install (crd|release): )+/i;
const logLine = /^(time=\S+ )?level=/;

/**
 * Reads stderr: helm ends it with `Error: …`, over several lines for some; Helm 4 also logs `level=ERROR msg="…"`.
 * Undefined when neither is there.
 */
export function errorText(stderr: string): ErrorText | undefined {
  const lines = stderr.split("\n").map((line) => line.trimEnd());
  const first = lines.findLastIndex((line) => line.startsWith("Error: "));
  const logged = lines.filter((line) => /^(time=\S+ )?level=ERROR/.test(line));
  const message = first < 0 ? [] : lines.slice(first).filter((line) => line !== "" && !logLine.test(line));
  const line = joinCauses(message) ?? /msg="((?:[^"\\]|\\.)*)"/.exec(logged.at(-1) ?? "")?.[1];
  if (line === undefined) return undefined;
  return { line: line.replace(prefixes, ""), whole: [...message, ...logged].join("\n") };
}

/**
 * A list of causes (`1 error occurred:` and bullets, of Go's multierror) in one line, or what a program said that helm
 * quotes after `error output:`; else the first line.
 */
function joinCauses([first, ...rest]: readonly string[]): string | undefined {
  const causes = rest.filter((line) => /^\s*\* /.test(line)).map((line) => line.replace(/^\s*\* /, ""));
  if (first?.endsWith("error output:")) return [first, rest.join("; ")].join(" ");
  return causes.length > 0 ? first?.replace(/\d+ errors? occurred:$/, causes.join("; ")) : first;
}
