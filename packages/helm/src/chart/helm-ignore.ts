/** Whether helm leaves out a file or folder of a chart, by its path relative to the chart. */
export type HelmIgnore = (path: string, isFolder: boolean) => boolean;

/**
 * The rules of a `.helmignore`, as helm reads them: a pattern without a slash is matched against the name, one with a
 * slash against the path, `/` at its end means folders only, `!` takes back, `**` is an error of helm's own.
 * Source: https://helm.sh/docs/chart_template_guide/helm_ignore_file/
 */
export function helmIgnore(text: string): HelmIgnore {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(rule);
  return (path, isFolder) => {
    let ignored = false;
    for (const { negated, foldersOnly, matches } of rules)
      if ((isFolder || !foldersOnly) && matches(path)) ignored = !negated;
    return ignored;
  };
}

function rule(line: string) {
  const negated = line.startsWith("!");
  const body = negated ? line.slice(1) : line;
  const foldersOnly = body.endsWith("/");
  const pattern = foldersOnly ? body.slice(0, -1) : body;
  const expression = globExpression(pattern.replace(/^\//, ""));
  const ofPath = pattern.includes("/");
  return {
    negated,
    foldersOnly,
    matches: (path: string) => expression.test(ofPath ? path : path.slice(path.lastIndexOf("/") + 1)),
  };
}

/** `*`, `?` and `[…]` of one path segment, as Go's filepath.Match knows them. */
function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\\.|\[\^?[^\]]*\]|[*?.+^${}()|[\]\\]/g, (part) => {
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.startsWith("[") && part.length > 1) return part;
    return part.length === 2 ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
