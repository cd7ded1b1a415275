import type { Capabilities } from "../capability/capabilities.js";
import type { HelmRelease } from "../release/helm-release.js";
import { flag, placeArgv, timeoutArgv, waitArgv } from "./release-argv.js";

export function uninstallArgv(release: HelmRelease, helm: Capabilities): readonly string[] {
  return [
    "uninstall",
    release.name,
    ...placeArgv(release),
    "--ignore-not-found",
    ...timeoutArgv(release.timeoutMs),
    "--cascade",
    release.deletePropagation,
    ...waitArgv(release, helm),
    ...flag(release.disableHooks, "--no-hooks"),
  ];
}
