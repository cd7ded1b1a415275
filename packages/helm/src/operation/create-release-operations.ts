import type { Clock, Facts, KubeAccess } from "@helmwatch/core/plugin";
import { collectEvidence } from "../evidence/collect-evidence.js";
import type { Helm } from "../program/connect-helm.js";
import { readRecord } from "../record/read-record.js";
import type { ReleaseRecord } from "../record/release-record.js";
import type { ReleaseRevision } from "../record/release-revision.js";
import type { ReleaseState } from "../record/release-state.js";
import { releaseStorage } from "../record/release-storage.js";
import type { HelmRelease, ReleaseId } from "../release/helm-release.js";
import { type OperationCall, type OperationContext, revisionsNow } from "./operation-context.js";
import { releaseStates, type StateQuery } from "./release-states.js";
import { rollbackRelease } from "./rollback-release.js";
import { type TestedRelease, testRelease } from "./test-release.js";
import { uninstallRelease } from "./uninstall-release.js";
import { type UpgradedRelease, upgradeRelease } from "./upgrade-release.js";

export interface ReleaseOperationsOptions {
  readonly helm: Helm;
  readonly clock: Clock;
  /** Access to the cluster of a kubeconfig context (undefined: the current one), the same that helm reaches. */
  readonly kube: (context: string | undefined) => KubeAccess | Promise<KubeAccess>;
}

/** The core's port of a run is a part of this. */
export interface HelmReleaseOperations {
  states(releases: readonly StateQuery[], signal: AbortSignal): Promise<ReadonlyMap<string, ReleaseState>>;
  upgrade(release: HelmRelease, before: ReleaseState | undefined, call: OperationCall): Promise<UpgradedRelease>;
  /** `helm test`, where the release has tests. */
  test(release: HelmRelease, call: OperationCall): Promise<TestedRelease>;
  rollback(release: HelmRelease, toRevision: number, call: OperationCall): Promise<{ readonly revision: number }>;
  uninstall(release: HelmRelease, call: OperationCall): Promise<void>;
  evidence(release: HelmRelease, call: OperationCall): Promise<Facts>;
  /** All revisions that helm keeps of one release, oldest first. */
  history(release: ReleaseId): Promise<readonly ReleaseRevision[]>;
  record(release: ReleaseId, revision: number, signal: AbortSignal): Promise<ReleaseRecord>;
}

export function createReleaseOperations({ helm, clock, kube }: ReleaseOperationsOptions): HelmReleaseOperations {
  const context: OperationContext = { helm, clock, kube, storage: () => releaseStorage(helm.env.HELM_DRIVER) };
  return {
    states: (releases, signal) => releaseStates(context, releases, signal),
    upgrade: (release, before, call) => upgradeRelease(context, release, before, call),
    test: async (release, call) =>
      release.tests ? testRelease(context, release, release.tests, call) : { tests: [], logs: {} },
    rollback: (release, toRevision, call) => rollbackRelease(context, release, toRevision, call),
    uninstall: (release, call) => uninstallRelease(context, release, call),
    evidence: (release) => collectEvidence(context, release),
    history: async (release) => [...(await revisionsNow(context, release))].sort((a, b) => a.revision - b.revision),
    record: async (release, revision, signal) =>
      readRecord(await kube(release.context), context.storage(), release, revision, signal),
  };
}
