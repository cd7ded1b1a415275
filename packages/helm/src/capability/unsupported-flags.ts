import type { Diagnostic } from "@helmwatch/core/plugin";
import type { HelmRelease } from "../release/helm-release.js";
import type { Capabilities } from "./capabilities.js";

/** What a release asks for and this helm cannot do, or not together: to be told before anything is touched. */
export function unsupportedFlags(release: HelmRelease, helm: Capabilities): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  const lacking = (key: string, first: string) =>
    findings.push({
      code: "HELM_TOO_OLD",
      severity: "error",
      message: `release "${release.uniqname}": ${key} needs helm ${first} or newer, this is helm ${helm.version}`,
      hint: `Remove ${key}, or install helm ${first} or newer.`,
    });
  const clash = (one: string, other: string, hint: string) =>
    findings.push({
      code: "CONFIG_INVALID",
      severity: "error",
      message: `release "${release.uniqname}": ${one} does not go together with ${other}`,
      hint,
    });
  if (release.takeOwnership && !helm.takeOwnership) lacking("take_ownership", "3.17");
  if (release.skipSchemaValidation && !helm.skipSchemaValidation) lacking("skip_schema_validation", "3.16");
  const strategy = release.postRenderer?.strategy;
  if (strategy && strategy !== (helm.postRendererPlugin ? "combined" : "nohooks"))
    findings.push({
      code: "CONFIG_INVALID",
      severity: "error",
      message: `release "${release.uniqname}": post_render_strategy: ${strategy} does not work with helm ${helm.version}, which gives ${helm.postRendererPlugin ? "hooks to a post-renderer together with all else" : "no hooks to a post-renderer"}`,
      hint: helm.postRendererPlugin
        ? "Leave it out, and tell hooks by their annotation helm.sh/hook in the post-renderer."
        : "Leave it out, or use helm 4 for combined.",
    });
  if (!helm.serverSideApply) {
    if (release.serverSideApply === "true") lacking("server_side_apply: true", "4.0");
    if (release.forceConflicts) lacking("force_conflicts", "4.0");
    return findings;
  }
  if (release.force && release.forceConflicts)
    clash("force", "force_conflicts", "force replaces objects, force_conflicts takes over fields; choose one.");
  if (release.force && release.serverSideApply === "true")
    clash("force", "server_side_apply: true", "helm replaces objects only from the client's side.");
  if (release.forceConflicts && release.serverSideApply === "false")
    clash("force_conflicts", "server_side_apply: false", "Conflicts exist only in server-side apply.");
  return findings;
}
