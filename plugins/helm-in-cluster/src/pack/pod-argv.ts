/** As in the argv of helm's list flags: a path with a comma, quote or line break is quoted like CSV. */
const quoted = (path: string) => `"${path.replaceAll('"', '""')}"`;

/** Paths of files become those in the pod. The context goes: the pod's service account is the way to its cluster. */
export function podArgv(argv: readonly string[], paths: ReadonlyMap<string, string>): readonly string[] {
  const known = new Map([...paths].flatMap(([path, inPod]) => [path, quoted(path)].map((text) => [text, inPod])));
  const context = argv.indexOf("--kube-context");
  return argv
    .filter((_, index) => context < 0 || (index !== context && index !== context + 1))
    .map((argument) => known.get(argument) ?? argument);
}
