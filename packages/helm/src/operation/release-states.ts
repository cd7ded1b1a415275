import { isTested } from "../chart-test/chosen-tests.js";
import { listRevisionsOf, type RevisionQuery } from "../record/list-revisions.js";
import { readRecord } from "../record/read-record.js";
import type { ReleaseRevision } from "../record/release-revision.js";
import { type ReleaseState, releaseState } from "../record/release-state.js";
import type { ReleaseId, ReleaseTests } from "../release/helm-release.js";
import { uniqname } from "../release/uniqname.js";
import type { OperationContext } from "./operation-context.js";

/** By the digest and the tests of a release it is told whether what is there has passed those. */
export interface StateQuery extends ReleaseId {
  readonly digest?: string;
  readonly tests?: ReleaseTests;
}

/**
 * States by uniqname; a release without a record is absent. One metadata-only list per cluster; of a release that is
 * deployed as it should be and has tests its record, too, which says how they went.
 */
export async function releaseStates(
  { kube, storage }: OperationContext,
  releases: readonly StateQuery[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReleaseState>> {
  const contexts = groupBy(releases, ({ context }) => context ?? "");
  const states = new Map<string, ReleaseState>();
  await Promise.all(
    [...contexts].map(async ([context, members]) => {
      const query = { kube: await kube(context || undefined), storage: storage(), signal };
      const revisions = await listRevisionsOf(query, new Set(members.map(({ namespace }) => namespace)));
      const byRelease = groupBy(revisions, recordKey);
      for (const release of members) {
        const state = releaseState(byRelease.get(recordKey(release)) ?? []);
        if (state) states.set(uniqname(release), state);
      }
      for (const release of members) {
        const state = states.get(uniqname(release));
        if (state && (await isUntested(query, release, state)))
          states.set(uniqname(release), { ...state, untested: true });
      }
    }),
  );
  return states;
}

async function isUntested(
  { kube, storage, signal }: RevisionQuery,
  { tests, digest, ...release }: StateQuery,
  state: ReleaseState,
): Promise<boolean> {
  if (!tests || !digest || state.status !== "deployed" || state.digest !== digest) return false;
  return !isTested(await readRecord(kube, storage, release, state.revision, signal), tests);
}

function recordKey({ name, namespace }: Pick<ReleaseRevision, "name" | "namespace">): string {
  return `${namespace}/${name}`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
