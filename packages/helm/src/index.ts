export { type Capabilities, capabilities } from "./capability/capabilities.js";
export { unsupportedFlags } from "./capability/unsupported-flags.js";
export { chartFiles } from "./chart/chart-files.js";
export type { ChartSource, Registry, Repository } from "./chart/chart-source.js";
export { type ChartStore, type ChartStoreOptions, chartStore, type FetchedChart } from "./chart/chart-store.js";
export {
  createReleaseOperations,
  type HelmReleaseOperations,
  type ReleaseOperationsOptions,
} from "./operation/create-release-operations.js";
export { decideRecovery, type PendingStrategy, type Recovery } from "./operation/decide-recovery.js";
export type { OperationCall, Recovered } from "./operation/operation-context.js";
export type { StateQuery } from "./operation/release-states.js";
export type { TestedRelease } from "./operation/test-release.js";
export type { UpgradedRelease } from "./operation/upgrade-release.js";
export { connectHelm, type Helm, type HelmCall, type HelmOptions } from "./program/connect-helm.js";
export { findProgram } from "./program/find-program.js";
export type { HelmHome } from "./program/helm-environment.js";
export type { ReleaseRecord } from "./record/release-record.js";
export type { ReleaseRevision } from "./record/release-revision.js";
export type { ReleaseState } from "./record/release-state.js";
export type { HelmRelease, PostRenderer, ReleaseId, ReleaseTests, WaitStrategy } from "./release/helm-release.js";
export { askClusterFacts } from "./render/ask-cluster-facts.js";
export type { ReleaseBefore } from "./render/engine-request.js";
export { type RendererOptions, type RenderRelease, releaseRenderer } from "./render/release-renderer.js";
export type { ClusterFacts, RenderEngine, RenderRequest } from "./render/render-engine.js";
export { type RenderMode, renderRelease } from "./render/render-release.js";
export type { RenderedRelease } from "./render/rendered-text.js";
