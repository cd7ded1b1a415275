import { isUnfinished } from "./is-unfinished.js";
import type { ReleaseRevision } from "./release-revision.js";

/** What the records say about one release. The core's run reads this shape. */
export interface ReleaseState {
  /** Of the newest record. */
  readonly revision: number;
  /** Of the newest record. */
  readonly status: string;
  /** Our label on the newest record. */
  readonly digest?: string;
  /**
   * Keys of labels that an upgrade would take over: those of the newest record on which helm is not at work. An
   * unfinished one has lost already what its upgrade removes, and would make the same upgrade look like another.
   */
  readonly labels?: readonly string[];
  /** The newest deployed revision, else the newest superseded one. */
  readonly lastGood?: number;
  /** The newest deployed or superseded revision older than `lastGood`; those that `lastGood` backed out do not count. */
  readonly earlierGood?: number;
  /** It has tests, and they have not run, or not well. */
  readonly untested?: true;
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
  const earlier = good && earlierGood(revisions, good);
  const settled = newestOf(revisions.filter((one) => !isUnfinished(one.status)));
  return {
    revision,
    status,
    createdAt,
    ...(digest ? { digest } : {}),
    ...(settled?.labels && settled.status !== "uninstalled" ? { labels: settled.labels } : {}),
    ...(good ? { lastGood: good.revision } : {}),
    ...(earlier ? { earlierGood: earlier.revision } : {}),
  };
}

/**
 * A rollback makes a new revision with the labels of an old one. So when an older revision has the same digest, those
 * between the two were backed out, and going back must not bring them again.
 */
function earlierGood(revisions: readonly ReleaseRevision[], good: ReleaseRevision): ReleaseRevision | undefined {
  const before = (limit: ReleaseRevision) => revisions.filter(({ revision }) => revision < limit.revision);
  const origin = good.digest && newestOf(before(good).filter(({ digest }) => digest === good.digest));
  const candidates = before(origin || good);
  return newestOf(candidates.filter(({ status }) => status === "deployed" || status === "superseded"));
}

function newestOf(revisions: readonly ReleaseRevision[]): ReleaseRevision | undefined {
  return revisions.reduce<ReleaseRevision | undefined>(
    (newest, revision) => (newest && newest.revision >= revision.revision ? newest : revision),
    undefined,
  );
}
