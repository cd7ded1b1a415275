import type { ChartConfig } from "../config/config.js";

/**
 * How a chart is named. `named`: `repository/chart` unless a path of that name exists, which then wins (helmwave's
 * rule); without a slash it can only be a path.
 */
export type ChartReference =
  | { readonly kind: "oci"; readonly host: string }
  | { readonly kind: "git" }
  | { readonly kind: "url" }
  | { readonly kind: "path" }
  | { readonly kind: "named"; readonly repository?: string };

export function chartReference({ name, repoUrl }: Pick<ChartConfig, "name" | "repoUrl">): ChartReference {
  if (name.startsWith("oci://")) return { kind: "oci", host: name.slice("oci://".length).split("/")[0] ?? "" };
  if (name.startsWith("git+")) return { kind: "git" };
  if (repoUrl !== undefined || /^https?:\/\//.test(name)) return { kind: "url" };
  if (/^(\.{0,2}\/|\.{1,2}$)/.test(name)) return { kind: "path" };
  const slash = name.indexOf("/");
  return slash < 0 ? { kind: "named" } : { kind: "named", repository: name.slice(0, slash) };
}
