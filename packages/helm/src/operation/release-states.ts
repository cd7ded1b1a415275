import { listRevisionsOf } from "../record/list-revisions.js";
import type { ReleaseRevision } from "../record/release-revision.js";
import { type ReleaseState, releaseState } from "../record/release-state.js";
import type { ReleaseId } from "../release/helm-release.js";
import { uniqname } from "../release/uniqname.js";
import type { OperationContext } from "./operation-context.js";

/** States by uniqname; a release without a record is absent. One metadata-only list per cluster. */
export async function releaseStates(
  { kube, storage }: OperationContext,
  releases: readonly ReleaseId[],
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
    }),
  );
  return states;
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
