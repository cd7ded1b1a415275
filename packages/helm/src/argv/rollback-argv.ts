import type { Capabilities } from "../capability/capabilities.js";
import type { HelmRelease } from "../release/helm-release.js";
import { placeArgv, rolloutArgv, timeoutArgv } from "./release-argv.js";

/** Always to an explicit revision: helm's own choice, the one before, may be a failed one. */
export function rollbackArgv(release: HelmRelease, toRevision: number, helm: Capabilities): readonly string[] {
  return [
    "rollback",
    release.name,
    String(toRevision),
    ...placeArgv(release),
    ...timeoutArgv(release.timeoutMs),
    // Left out, helm would cut the history down to its default of 10.
    "--history-max",
    String(release.maxHistory),
    ...rolloutArgv(release, helm),
  ];
}
