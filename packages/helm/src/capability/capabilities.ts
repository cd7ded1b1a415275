import { HelmwatchError } from "@helmwatch/core/plugin";
import * as semver from "semver";
import type { WaitStrategy } from "../release/helm-release.js";
import { knownBadBuilds } from "./known-bad-builds.js";

/** What one helm can do and how it wants to be told: the only place that looks at its version. */
export interface Capabilities {
  /** Without the leading `v`. */
  readonly version: string;
  readonly forceFlag: "--force" | "--force-replace";
  /** The flag of each strategy; absent: helm does it without being told. */
  readonly waitFlags: Readonly<Partial<Record<WaitStrategy, string>>>;
  /** Whether helm applies on the server's side, hence knows `--server-side` and `--force-conflicts`. */
  readonly serverSideApply: boolean;
  readonly takeOwnership: boolean;
  readonly skipSchemaValidation: boolean;
  readonly hideNotes: boolean;
  /**
   * `test --logs` that can be trusted: helm 3 fails a test that passed where it finds no pod of that name, as for a Job or
   * one that was removed by its delete policy.
   */
  readonly testLogs: boolean;
  /** Whether a post-renderer is a plugin; else it is a program. A plugin is given hooks, a program is not. */
  readonly postRendererPlugin: boolean;
  /** `registry login --plain-http`. */
  readonly plainHttpLogin: boolean;
  /** `dependency build` and `update` with the TLS and plain-http flags of `pull`. */
  readonly dependencyAccess: boolean;
  /** Helm 3 calls an index it could not fetch a success unless told otherwise; Helm 4 dropped the flag. */
  readonly repoUpdateFlags: readonly string[];
  /** For people: what this build is known to do wrong. */
  readonly warnings: readonly string[];
}

/** The oldest helm with every flag that is used without asking for a capability. */
const oldest = "3.14.0";

/**
 * Reads the answer of `helm version --template '{{.Version}}'`: `v3.18.0`, `v4.1.4+g05fa379`, or `v3.22` of a helm that
 * was built with `go install`. Throws HELM_TOO_OLD below 3.14 and HELM_FAILED for what is not a version.
 */
export function capabilities(answer: string): Capabilities {
  const version = semver.parse(answer.trim()) ?? semver.coerce(/^\s*v?\d+(\.\d+){0,2}\s*$/.exec(answer)?.[0]);
  if (!version)
    throw new HelmwatchError("HELM_FAILED", `helm told its version as "${answer.trim().slice(0, 80)}"`, {
      hint: "Expected something like v3.18.0; check that helm.binary (or the helm on PATH) is Helm.",
    });
  if (semver.lt(version, oldest))
    throw new HelmwatchError("HELM_TOO_OLD", `helm is ${version.version}, expected ${oldest} or newer`, {
      hint: "Install a newer helm, or name one by helm.binary.",
      facts: { version: version.version, oldest },
    });
  const since = (first: string) => semver.gte(version, first);
  const bad = knownBadBuilds.filter((build) => semver.satisfies(version, build.range, { includePrerelease: true }));
  const four = version.major >= 4;
  return {
    version: version.version,
    forceFlag: four ? "--force-replace" : "--force",
    waitFlags: four
      ? { watcher: bad.some((build) => build.watcher) ? "--wait=legacy" : "--wait=watcher", legacy: "--wait=legacy" }
      : { watcher: "--wait", legacy: "--wait" },
    serverSideApply: four,
    takeOwnership: since("3.17.0"),
    skipSchemaValidation: since("3.16.0"),
    hideNotes: since("3.16.0"),
    testLogs: four,
    postRendererPlugin: four,
    plainHttpLogin: since("3.18.0"),
    dependencyAccess: since("3.17.0"),
    repoUpdateFlags: four ? [] : ["--fail-on-repo-update-fail"],
    warnings: bad.map((build) => `helm ${version.version} ${build.fault}`),
  };
}
