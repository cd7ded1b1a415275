import type { Capabilities } from "../capability/capabilities.js";
import type { HelmRelease, ReleaseId } from "../release/helm-release.js";

/** Whole seconds, rounded up: helm wants a unit, and 0 would mean no time at all. */
export function timeoutArgv(timeoutMs: number): readonly string[] {
  return ["--timeout", `${Math.max(1, Math.ceil(timeoutMs / 1000))}s`];
}

/** Where the release lives. */
export function placeArgv({ namespace, context }: ReleaseId): readonly string[] {
  return ["--namespace", namespace, ...(context ? ["--kube-context", context] : [])];
}

/** Waiting, hooks and replacement: what upgrade and rollback have in common. */
export function rolloutArgv(release: HelmRelease, helm: Capabilities): readonly string[] {
  return [
    ...waitArgv(release, helm),
    ...flag(release.waitForJobs, "--wait-for-jobs"),
    ...flag(release.cleanupOnFail, "--cleanup-on-fail"),
    ...flag(release.disableHooks, "--no-hooks"),
    ...flag(release.force, helm.forceFlag),
    ...serverSideArgv(release, helm),
    ...flag(release.forceConflicts, "--force-conflicts"),
  ];
}

export function waitArgv({ wait }: HelmRelease, helm: Capabilities): readonly string[] {
  const flag = helm.waitFlags[wait];
  return flag === undefined ? [] : [flag];
}

/** helm 4 refuses to replace objects while it applies on the server's side, which is its default for new releases. */
function serverSideArgv({ force, serverSideApply }: HelmRelease, helm: Capabilities): readonly string[] {
  if (!helm.serverSideApply) return [];
  if (serverSideApply !== "auto") return [`--server-side=${serverSideApply}`];
  return force ? ["--server-side=false"] : [];
}

export function flag(on: boolean, name: string): readonly string[] {
  return on ? [name] : [];
}
