import { canonicalJson } from "./canonical-json.js";
import { sha256 } from "./content.js";
import type { PlannedPostRenderer, SelectedRelease } from "./plan.js";

/**
 * The options that change what ends up in the cluster: which objects, who owns them, how they are written, and which
 * old values are kept. Left out are those that say how long helm waits (`timeout`, `wait`, `wait_for_jobs`), what it
 * does when it fails (`atomic`, `cleanup_on_fail`), what it checks (`disable_open_api_validation`,
 * `skip_schema_validation`), what it keeps or prints (`max_history`, `description`, notes), what matters only once
 * (`create_namespace`) or on removal (`delete_propagation`), the programs around it (`lifecycle`); and the context, since machines name one cluster
 * differently.
 */
const deployedOptions = [
  "disableHooks",
  "enableDns",
  "force",
  "forceConflicts",
  "labels",
  "resetThenReuseValues",
  "resetValues",
  "reuseValues",
  "serverSideApply",
  "skipCrds",
  "takeOwnership",
] as const satisfies readonly (keyof SelectedRelease)[];

export type DigestedRelease = Pick<SelectedRelease, (typeof deployedOptions)[number]>;

/**
 * Identity of what an upgrade would deploy: 63 hex characters, the longest value a label may have. `values` are the
 * SHA-256 digests of the values files in their order: of their bytes, since YAML of other readers may tell apart what
 * ours reads as equal (`010`, `yes`), and a needless upgrade harms less than a skipped one. Of a post-renderer counts how
 * it is called, and what stands in files that its command names; the version of a program in PATH does not.
 */
export function releaseDigest(
  release: DigestedRelease,
  chartDigest: string,
  values: readonly string[],
  postRenderer?: Pick<PlannedPostRenderer, "argv" | "strategy" | "files">,
): string {
  const options = Object.fromEntries(deployedOptions.map((option) => [option, release[option]]));
  const { argv, strategy = "", files = [] } = postRenderer ?? {};
  const rendering = argv ? { postRenderer: { argv, strategy, files: files.map((file) => file.sha256) } } : {};
  const text = canonicalJson({ digest: 1, chart: chartDigest, values, options, ...rendering });
  return sha256(text).slice(0, 63);
}
