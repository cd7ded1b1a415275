import type { ReleaseState } from "../record/release-state.js";
import type { HelmRelease } from "../release/helm-release.js";
import type { ClusterFacts, RenderRequest } from "./render-engine.js";
import type { RenderMode } from "./render-release.js";
import type { RenderedRelease } from "./rendered-text.js";

/** The newest record of a release. */
export type ReleaseBefore = Pick<ReleaseState, "revision" | "status">;

/** Whether more decides what helm renders than the engine is told. */
export function isForHelm(release: HelmRelease, before: ReleaseBefore | undefined, mode: RenderMode): boolean {
  if (release.enableDns || release.postRenderer) return true;
  if (mode === "client" || before === undefined) return false;
  // Values of an earlier revision; and states in which helm refuses to upgrade.
  const reuses = !release.resetValues && (release.reuseValues || release.resetThenReuseValues);
  return reuses || !["deployed", "failed", "superseded", "uninstalled"].includes(before.status);
}

/** A release as the engine is told about it: as `helm template` and the upgrade's dry run would render it. */
export function engineRequest(
  release: HelmRelease,
  before: ReleaseBefore | undefined,
  mode: RenderMode,
): Omit<RenderRequest, "major" | keyof ClusterFacts> {
  const isUpgrade = mode === "server" && before !== undefined && before.status !== "uninstalled";
  return {
    chart: release.chart.path,
    values: release.values.map(({ path }) => path),
    name: release.name,
    namespace: release.namespace,
    revision: isUpgrade ? before.revision + 1 : 1,
    isUpgrade,
    includeCrds: mode === "client" && !release.skipCrds,
    skipSchemaValidation: release.skipSchemaValidation,
    hasCluster: mode === "server",
  };
}

/** What the engine answers, as it stands in what helm prints. */
export function printedBy(answer: RenderedRelease, release: HelmRelease, mode: RenderMode): RenderedRelease {
  const [manifest, hooks] = [answer.manifest.trim(), answer.hooks.trim()];
  if (mode === "server") return { manifest, hooks };
  return {
    manifest: [manifest, release.disableHooks ? "" : hooks].filter((text) => text !== "").join("\n"),
    hooks: "",
  };
}
