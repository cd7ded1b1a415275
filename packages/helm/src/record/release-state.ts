import type { ReleaseRevision } from "./release-revision.js";

/** What the records say about one release. The core's run reads this shape. */
export interface ReleaseState {
  /** Of the newest record. */
  readonly revision: number;
  /** Of the newest record. */
  readonly status: string;
  /** Our label on the newest record. */
  readonly digest?: string;
  /** The newest deployed revision, else the newest superseded one. */
  readonly lastGood?: number;
  /** Of the newest record; wall time in milliseconds since the Unix epoch. */
  readonly createdAt: number;
}

/** Undefined without a record. After a race two records may be deployed; helm takes the newest, so do we. */
export function releaseState(revisions: readonly ReleaseRevision[]): ReleaseState | undefined {
  const newest = newestOf(revisions);
  if (!newest) return undefined;
  const good =
    newestOf(revisions.filter(({ status }) => status === "deployed")) ??
    newestOf(revisions.filter(({ status }) => status === "superseded"));
  const { revision, status, digest, createdAt } = newest;
  return { revision, status, createdAt, ...(digest ? { digest } : {}), ...(good ? { lastGood: good.revision } : {}) };
}

function newestOf(revisions: readonly ReleaseRevision[]): ReleaseRevision | undefined {
  return revisions.reduce<ReleaseRevision | undefined>(
    (newest, revision) => (newest && newest.revision >= revision.revision ? newest : revision),
    undefined,
  );
}
