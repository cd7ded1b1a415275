import type { PlannedRelease } from "../plan/plan.js";
import type { Facts, ReleaseRef } from "../plugin/index.js";

/** What the release records of a cluster say about one release. */
export interface ReleaseState {
  /** Of the newest record. */
  readonly revision: number;
  /** Of the newest record, in helm's words: `deployed`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  /** Our digest label on the newest record. */
  readonly digest?: string;
  /** The newest revision that is deployed, else the newest superseded one: where an undo goes back to. */
  readonly lastGood?: number;
  /** The newest deployed or superseded revision older than `lastGood`. */
  readonly earlierGood?: number;
  /** It has tests, and they have not run, or not well. */
  readonly untested?: true;
  /** Wall time in milliseconds since the Unix epoch at which the newest record was made. */
  readonly createdAt: number;
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

export interface OperationCall {
  /** Aborted when the run is to stop. Upgrade passes it on as one SIGTERM; rollback and uninstall run to their end. */
  readonly signal: AbortSignal;
  /** For people, live. */
  progress(text: string, facts?: Facts): void;
  recovered?(how: Recovered): void;
}

/** A release whose state is asked for; by its digest and tests it is told whether those have passed. */
export type StateQuery = ReleaseRef & Partial<Pick<PlannedRelease, "digest" | "tests">>;

/** How the tests of a chart went; those that fail are an error. */
export interface TestedRelease {
  readonly tests: readonly { readonly name: string; readonly phase: string }[];
  /** By `pod/container`; only where they are wanted of tests that passed. */
  readonly logs: Readonly<Record<string, string>>;
}

/** What a run does to clusters. The CLI makes it from a helm backend and Kubernetes access; tests from a table. */
export interface ReleaseOperations {
  /** States by uniqname, releases without a record absent. One metadata-only list per cluster. */
  states(releases: readonly StateQuery[], signal: AbortSignal): Promise<ReadonlyMap<string, ReleaseState>>;
  /** Install or upgrade. Success is what the release record says, never the exit code alone. */
  upgrade(
    release: PlannedRelease,
    before: ReleaseState | undefined,
    call: OperationCall,
  ): Promise<{ revision: number; notes?: string }>;
  /** Runs the chart's tests. Throws HELM_TEST_FAILED with their logs in its facts. */
  test(release: PlannedRelease, call: OperationCall): Promise<TestedRelease>;
  rollback(release: PlannedRelease, toRevision: number, call: OperationCall): Promise<{ revision: number }>;
  uninstall(release: PlannedRelease, call: OperationCall): Promise<void>;
  /** Best effort, bounded; collected before an undo. Never throws. */
  evidence?(release: PlannedRelease, call: OperationCall): Promise<Facts>;
}
