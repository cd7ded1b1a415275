/** A chart in a git repository. */
export interface GitReference {
  /** As git is given it, without a password. */
  readonly url: string;
  /** A branch, a tag or a whole commit; absent: what the repository's HEAD is. */
  readonly ref?: string;
  /** Of the chart's folder or archive in the repository, with `/`; empty: the repository itself. */
  readonly path: string;
}

export interface GitProblem {
  readonly problem: string;
}

export const gitForm = "git+https://host/organisation/repository?ref=v1.2.3&path=charts/web";
const transports = ["https", "ssh", "http", "file"];

/** Reads `git+https://host/org/repo?ref=…&path=…`; what git could take for an option or another transport is refused. */
export function gitReference(name: string): GitReference | GitProblem {
  const [, url = "", scheme = "", query = ""] = /^git\+(([a-z0-9]+):[^?#]*)(?:\?([^#]*))?$/i.exec(name) ?? [];
  if (!URL.canParse(url) || !/^\w+:\/\/[^-]/.test(url)) return { problem: "it is not an address of that form" };
  if (!transports.includes(scheme)) return { problem: `"${scheme}" is none of ${transports.join(", ")}` };
  if (/@-|^file:\/\/[^/]/.test(url)) return { problem: "it is not an address of that form" };
  const given = new URLSearchParams(query);
  const unknown = [...given.keys()].find((key) => key !== "ref" && key !== "path");
  if (unknown !== undefined) return { problem: `"${unknown}" is neither "ref" nor "path"` };
  const path = (given.get("path") ?? "").replace(/^\.\/|\/+$/g, "");
  if (path.startsWith("/") || path.includes("\\") || path.split("/").includes(".."))
    return { problem: `path "${path}" leads out of the repository` };
  const ref = given.get("ref") ?? undefined;
  if (ref !== undefined && !isRef(ref)) return { problem: `ref "${ref}" is no name of a branch, tag or commit` };
  return { url, path, ...(ref === undefined ? {} : { ref }) };
}

/** The rules of `git check-ref-format`, and nothing that stands for more than one name on git's command line. */
function isRef(ref: string): boolean {
  return /^[^-+/\s~^:?*[\\\p{Cc}][^\s~^:?*[\\\p{Cc}]*$/u.test(ref) && !/\.\.|@\{|\/\/|\/$|\.$/.test(ref);
}
