import { type Clock, type Facts, type KubeAccess, within } from "@helmwatch/core/plugin";
import type { Helm } from "../program/connect-helm.js";
import { listRevisions } from "../record/list-revisions.js";
import type { ReleaseRevision } from "../record/release-revision.js";
import type { ReleaseStorage } from "../record/release-storage.js";
import type { ReleaseId } from "../release/helm-release.js";

export interface OperationContext {
  readonly helm: Helm;
  readonly clock: Clock;
  readonly kube: (context: string | undefined) => KubeAccess | Promise<KubeAccess>;
  /** Throws when HELM_DRIVER keeps records where they cannot be read. */
  readonly storage: () => ReleaseStorage;
}

/** What was done about a release that another helm had left unfinished, before it was upgraded. */
export interface Recovered {
  readonly action: "rollback" | "uninstall";
  /** Of the unfinished record. */
  readonly status: string;
  readonly toRevision?: number;
  /** The last good revision since then. */
  readonly lastGood?: number;
}

/** The core's call of one operation has this shape. */
export interface OperationCall {
  readonly signal: AbortSignal;
  progress(text: string, facts?: Facts): void;
  recovered?(how: Recovered): void;
}

const recordLimitMs = 60_000;

/** The records of one release now, also while the run is stopping. */
export function revisionsNow(
  { clock, kube, storage }: OperationContext,
  release: ReleaseId,
): Promise<readonly ReleaseRevision[]> {
  return within(clock, recordLimitMs, async (signal) =>
    listRevisions({ kube: await kube(release.context), storage: storage(), signal }, release.namespace, release.name),
  );
}

/** helm's timeout holds for each phase (hooks, resources, hooks again); this one is for a helm that hangs. */
export function watchdogMs(timeoutMs: number): number {
  return 3 * timeoutMs + 60_000;
}
