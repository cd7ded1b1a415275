/** What helm prints of a release that it did not deploy: hooks and objects as YAML documents. */
export interface RenderedRelease {
  readonly manifest: string;
  readonly hooks: string;
}

/** Headlines of a dry run's output; rendered YAML is never at the first column there but as a key of its own. */
const sections = /^(HOOKS|MANIFEST|NOTES):[ \t]*\r?$/m;

/** Takes the output of `helm upgrade --dry-run` apart. Undefined where it has no manifest. */
export function dryRunText(stdout: string): RenderedRelease | undefined {
  const found = new Map<string, string>();
  const parts = stdout.split(sections);
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at] ?? "";
    if (name === "NOTES") break;
    found.set(name, parts[at + 1] ?? "");
  }
  const manifest = found.get("MANIFEST");
  return manifest === undefined ? undefined : { manifest: manifest.trim(), hooks: found.get("HOOKS")?.trim() ?? "" };
}
